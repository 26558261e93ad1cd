# Made from the catalogue by clients/generate.mjs. Do not edit.
"""Every action as a method."""

from typing import Any, Literal, Optional, Sequence, Union

from ._form import FileInput, Json
from ._group import Group, Caller
from ._result import Result


class Convert(Group):
    """The actions of ``convert/``."""

    def docx_to_pdf(
        self,
        *,
        file: FileInput,
        notes: Optional[bool] = None,
        update_indexes: Optional[bool] = None,
        pages: Optional[str] = None,
        pdf_format: Optional[Literal["PDF1.7", "PDF1.6", "PDF/A-1b", "PDF/A-2b", "PDF/A-3b"]] = None,
        pdf_ua: Optional[bool] = None,
        bookmarks: Optional[bool] = None,
        form_fields: Optional[bool] = None,
        quality: Optional[int] = None,
        lossless_images: Optional[bool] = None,
        max_image_resolution: Optional[int] = None,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """DOCX to PDF. Turns a Word document into a PDF that looks the same.

        Args:
            file: The Word document.
            notes: Comments become notes of the PDF.
            update_indexes: Tables of contents and other indexes are made anew first.
            pages: The pages to keep, ascending, like 1-3;5. All by default.
            pdf_format: The kind of PDF: for archives one of the PDF/A levels.
            pdf_ua: Tagged for readers of people who cannot see it (PDF/UA).
            bookmarks: Headings, sheets or slides become bookmarks.
            form_fields: Form fields stay fields that can be filled in.
            quality: JPEG quality of pictures, percent.
            lossless_images: Pictures are stored without loss.
            max_image_resolution: Pictures with more dots an inch are made smaller.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "convert/docx-to-pdf",
            {
                "File": file,
                "Notes": notes,
                "UpdateIndexes": update_indexes,
                "Pages": pages,
                "PdfFormat": pdf_format,
                "PdfUa": pdf_ua,
                "Bookmarks": bookmarks,
                "FormFields": form_fields,
                "Quality": quality,
                "LosslessImages": lossless_images,
                "MaxImageResolution": max_image_resolution,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def xlsx_to_pdf(
        self,
        *,
        file: FileInput,
        single_page_sheets: Optional[bool] = None,
        pages: Optional[str] = None,
        pdf_format: Optional[Literal["PDF1.7", "PDF1.6", "PDF/A-1b", "PDF/A-2b", "PDF/A-3b"]] = None,
        pdf_ua: Optional[bool] = None,
        bookmarks: Optional[bool] = None,
        form_fields: Optional[bool] = None,
        quality: Optional[int] = None,
        lossless_images: Optional[bool] = None,
        max_image_resolution: Optional[int] = None,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """XLSX to PDF. Turns an Excel workbook into a PDF, sheet by sheet, by each sheet's print settings.

        Args:
            file: The Excel workbook.
            single_page_sheets: Each sheet on one page as large as it needs.
            pages: The pages to keep, ascending, like 1-3;5. All by default.
            pdf_format: The kind of PDF: for archives one of the PDF/A levels.
            pdf_ua: Tagged for readers of people who cannot see it (PDF/UA).
            bookmarks: Headings, sheets or slides become bookmarks.
            form_fields: Form fields stay fields that can be filled in.
            quality: JPEG quality of pictures, percent.
            lossless_images: Pictures are stored without loss.
            max_image_resolution: Pictures with more dots an inch are made smaller.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "convert/xlsx-to-pdf",
            {
                "File": file,
                "SinglePageSheets": single_page_sheets,
                "Pages": pages,
                "PdfFormat": pdf_format,
                "PdfUa": pdf_ua,
                "Bookmarks": bookmarks,
                "FormFields": form_fields,
                "Quality": quality,
                "LosslessImages": lossless_images,
                "MaxImageResolution": max_image_resolution,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def pptx_to_pdf(
        self,
        *,
        file: FileInput,
        hidden_slides: Optional[bool] = None,
        pages: Optional[str] = None,
        pdf_format: Optional[Literal["PDF1.7", "PDF1.6", "PDF/A-1b", "PDF/A-2b", "PDF/A-3b"]] = None,
        pdf_ua: Optional[bool] = None,
        bookmarks: Optional[bool] = None,
        form_fields: Optional[bool] = None,
        quality: Optional[int] = None,
        lossless_images: Optional[bool] = None,
        max_image_resolution: Optional[int] = None,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """PPTX to PDF. Turns a PowerPoint presentation into a PDF with one page per slide.

        Args:
            file: The PowerPoint presentation.
            hidden_slides: Hidden slides too.
            pages: The pages to keep, ascending, like 1-3;5. All by default.
            pdf_format: The kind of PDF: for archives one of the PDF/A levels.
            pdf_ua: Tagged for readers of people who cannot see it (PDF/UA).
            bookmarks: Headings, sheets or slides become bookmarks.
            form_fields: Form fields stay fields that can be filled in.
            quality: JPEG quality of pictures, percent.
            lossless_images: Pictures are stored without loss.
            max_image_resolution: Pictures with more dots an inch are made smaller.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "convert/pptx-to-pdf",
            {
                "File": file,
                "HiddenSlides": hidden_slides,
                "Pages": pages,
                "PdfFormat": pdf_format,
                "PdfUa": pdf_ua,
                "Bookmarks": bookmarks,
                "FormFields": form_fields,
                "Quality": quality,
                "LosslessImages": lossless_images,
                "MaxImageResolution": max_image_resolution,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def any_to_pdf(
        self,
        *,
        file: FileInput,
        filename: Optional[str] = None,
        merge_attachments: Optional[bool] = None,
        load_remote_content: Optional[bool] = None,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Any document to PDF. Turns a document of any known type into a PDF: office documents, pictures, web pages, Markdown, and messages with what is attached to them. The type is taken from the document's bytes first, then from its name. A PDF comes back as it is.

        Args:
            file: The document.
            filename: The document's name with its extension, when the uploaded file has another name or none.
            merge_attachments: Of a message: whether what is attached follows it. Default: true.
            load_remote_content: Of a message: whether pictures and styles that lie elsewhere are loaded, which can tell its sender that it was read. Default: false.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "convert/any-to-pdf",
            {
                "File": file,
                "Filename": filename,
                "MergeAttachments": merge_attachments,
                "LoadRemoteContent": load_remote_content,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def doc_to_docx(
        self,
        *,
        file: FileInput,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """DOC to DOCX. Turns a Word 97-2003 document into a DOCX. Rich Text, which Word also stores as .doc, is taken too.

        Args:
            file: The Word 97-2003 document.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "convert/doc-to-docx",
            {
                "File": file,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def xls_to_xlsx(
        self,
        *,
        file: FileInput,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """XLS to XLSX. Turns an Excel 97-2003 workbook into an XLSX.

        Args:
            file: The Excel 97-2003 workbook.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "convert/xls-to-xlsx",
            {
                "File": file,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def ppt_to_pptx(
        self,
        *,
        file: FileInput,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """PPT to PPTX. Turns a PowerPoint 97-2003 presentation into a PPTX.

        Args:
            file: The PowerPoint 97-2003 presentation.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "convert/ppt-to-pptx",
            {
                "File": file,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def html_to_docx(
        self,
        *,
        file: FileInput,
        paper_size: Optional[Literal["A4", "Letter", "LetterSmall", "Tabloid", "Ledger", "Legal", "Statement", "Executive", "A2", "A3", "A4Small", "A5", "B4", "B5"]] = None,
        orientation: Optional[Literal["Portrait", "Landscape"]] = None,
        margins: Optional[str] = None,
        decode_html: Optional[bool] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """HTML to DOCX. Turns an HTML page into a Word document that can be edited.

        Args:
            file: The HTML page, as a file or as text.
            paper_size: The paper. Default: A4.
            orientation: How the paper stands. Default: Portrait.
            margins: One to four lengths, in the order of CSS: top, right, bottom, left; in points where no unit is given.
            decode_html: The mark-up came escaped, &lt;p&gt; for a paragraph. Default: false.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "convert/html-to-docx",
            {
                "File": file,
                "PaperSize": paper_size,
                "Orientation": orientation,
                "Margins": margins,
                "DecodeHtml": decode_html,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def office(
        self,
        *,
        file: FileInput,
        format: Literal["Docx", "Odt", "Rtf", "Txt", "Html", "Epub", "Doc", "Xlsx", "Ods", "Xls", "Csv", "Pptx", "Odp", "Ppt", "Odg", "Pdf"],
        filename: Optional[str] = None,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Office document to another format. Turns a text, a spreadsheet or a presentation into another format of its kind, OpenDocument and Rich Text included.

        Args:
            file: The document.
            format: Of a text: Docx, Odt, Rtf, Txt, Html, Epub, Doc. Of a spreadsheet: Xlsx, Ods, Xls, Csv (its first sheet), Html. Of a presentation: Pptx, Odp, Ppt. Of a drawing: Odg. Of all: Pdf.
            filename: The document's name with its extension, when the uploaded file has another name or none.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "convert/office",
            {
                "File": file,
                "Format": format,
                "Filename": filename,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def merge_docx(
        self,
        *,
        file: Union[FileInput, Sequence[FileInput]],
        apply_header_and_footer: Optional[bool] = None,
        add_page_break: Optional[bool] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Merge DOCX. Puts several Word documents together, in the order they are sent. Styles, lists, notes, pictures and charts come along.

        Args:
            file: The documents, in order.
            apply_header_and_footer: The first document's headers and footers on all pages. Without AddPageBreak it is always so. Default: false.
            add_page_break: Each document begins on a new page and keeps its own page size, margins and orientation. Default: false.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "convert/merge-docx",
            {
                "File": file,
                "ApplyHeaderAndFooter": apply_header_and_footer,
                "AddPageBreak": add_page_break,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def merge_xlsx(
        self,
        *,
        file: Union[FileInput, Sequence[FileInput]],
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Merge XLSX. Puts the sheets of several workbooks into one, in the order they are sent. A sheet whose name is taken gets a number: "Sheet1 (2)"; formulas, charts and pivot tables follow.

        Args:
            file: The workbooks, in order.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "convert/merge-xlsx",
            {
                "File": file,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def pdf_to_image(
        self,
        *,
        file: FileInput,
        filename_prefix: Optional[str] = None,
        start_page: Optional[int] = None,
        end_page: Optional[int] = None,
        pages: Optional[str] = None,
        format: Optional[Literal["Jpeg", "Png", "Gif", "Bmp", "Tiff", "Webp"]] = None,
        dpi: Optional[int] = None,
        quality: Optional[int] = None,
        grayscale: Optional[bool] = None,
        transparent: Optional[bool] = None,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """PDF to images. Makes a picture of each page of a PDF.

        Args:
            file: The PDF.
            filename_prefix: What the names of the pictures begin with; the page's number follows. The PDF's own name by default.
            start_page: The first page to draw.
            end_page: The last page to draw.
            pages: Which pages, in this order, like 1-3;9;5. All by default, up to 1,000.
            format: The pictures' format. Default: Png.
            dpi: Pixels an inch. A picture may have 150 million pixels; 50 million as Gif or Webp. Default: 150.
            quality: How much of the picture Jpeg and Webp keep. Default: 85.
            grayscale: Pictures in shades of grey. Default: false.
            transparent: The paper is left out; Png and Webp only. Default: false.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "convert/pdf-to-image",
            {
                "File": file,
                "FilenamePrefix": filename_prefix,
                "StartPage": start_page,
                "EndPage": end_page,
                "Pages": pages,
                "Format": format,
                "Dpi": dpi,
                "Quality": quality,
                "Grayscale": grayscale,
                "Transparent": transparent,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def pdf_to_text(
        self,
        *,
        file: FileInput,
        start_page: Optional[int] = None,
        end_page: Optional[int] = None,
        pages: Optional[str] = None,
        result_type: Optional[Literal["Raw", "HTML"]] = None,
        layout: Optional[Literal["Raw", "Physical", "Reading"]] = None,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """PDF to text. Gives the text of a PDF, plain or as HTML. Nothing is recognised in pictures.

        Args:
            file: The PDF.
            start_page: The first page to read.
            end_page: The last page to read.
            pages: Which pages, in this order, like 1-3;9;5. All by default.
            result_type: Raw: plain text in UTF-8, a form feed after each page. HTML: with paragraphs and bold words. Default: Raw.
            layout: Raw text in the order of reading, kept in place with spaces (Physical), or as the PDF draws it (Raw). Default: Reading.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "convert/pdf-to-text",
            {
                "File": file,
                "StartPage": start_page,
                "EndPage": end_page,
                "Pages": pages,
                "ResultType": result_type,
                "Layout": layout,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def image_to_pdf(
        self,
        *,
        file: Union[FileInput, Sequence[FileInput]],
        image_per_page: Optional[bool] = None,
        page_size: Optional[Literal["Fit", "A4", "Letter", "A2", "A3", "A5", "B4", "B5", "Legal", "Tabloid", "Ledger", "Statement", "Executive"]] = None,
        orientation: Optional[Literal["Auto", "Portrait", "Landscape"]] = None,
        margin: Optional[int] = None,
        fit: Optional[Literal["Contain", "Cover", "None"]] = None,
        dpi: Optional[int] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Images to PDF. Makes one PDF of pictures, in the order they are sent. JPEG pictures are taken as they are, others without loss; SVG stays a drawing. Of TIFF every page is taken, of a moving picture the first frame.

        Args:
            file: The pictures, in order.
            image_per_page: A page for each picture; otherwise as many on a page as there is room for, in rows. Default: true.
            page_size: Fit makes each page as large as its picture. Pictures that share pages are put on A4 then. Default: Fit.
            orientation: How the paper lies; Auto: like the picture. Default: Auto.
            margin: Points that stay free on every side. 28, a centimetre, by default; 0 where the page is as large as its picture.
            fit: On paper: Contain shows all of the picture as large as it goes, Cover fills the paper and cuts off what sticks out, None keeps its size. Default: Contain.
            dpi: Pixels an inch of pictures that do not say. Default: 96.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "convert/image-to-pdf",
            {
                "File": file,
                "ImagePerPage": image_per_page,
                "PageSize": page_size,
                "Orientation": orientation,
                "Margin": margin,
                "Fit": fit,
                "Dpi": dpi,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def html_to_pdf(
        self,
        *,
        file: FileInput,
        assets: Optional[Union[FileInput, Sequence[FileInput]]] = None,
        size: Optional[Literal["A4", "Letter", "LetterSmall", "Tabloid", "Ledger", "Legal", "Statement", "Executive", "A2", "A3", "A4Small", "A5", "B4", "B5"]] = None,
        width: Optional[str] = None,
        height: Optional[str] = None,
        orientation: Optional[Literal["Portrait", "Landscape"]] = None,
        margins: Optional[str] = None,
        header: Optional[FileInput] = None,
        footer: Optional[FileInput] = None,
        page_ranges: Optional[str] = None,
        scale: Optional[int] = None,
        background: Optional[bool] = None,
        prefer_css_page_size: Optional[bool] = None,
        outline: Optional[bool] = None,
        tagged: Optional[bool] = None,
        media_type: Optional[Literal["Print", "Screen"]] = None,
        wait_delay: Optional[int] = None,
        wait_selector: Optional[str] = None,
        wait_expression: Optional[str] = None,
        wait_network_idle: Optional[bool] = None,
        java_script: Optional[bool] = None,
        strict: Optional[bool] = None,
        extra_headers: Optional[str] = None,
        timezone: Optional[str] = None,
        locale: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """HTML to PDF. Turns an HTML page into a PDF as Chromium prints it, with the pictures, styles and fonts it refers to.

        Args:
            file: The page, as a file or as text.
            assets: What the page refers to by relative addresses: pictures, style sheets, fonts, scripts, each by its file name.
            size: The paper. Default: A4.
            width: The paper's width where Size does not do: 210mm, 8.5in, 20cm, 600pt, or pixels without a unit.
            height: The paper's height, likewise.
            orientation: How the paper stands. Default: Portrait.
            margins: One to four lengths, in the order of CSS: top, right, bottom, left; in pixels where no unit is given: 10mm 20mm. Without them about 1 cm, and as much more as a header and a footer need.
            header: A whole HTML document that stands on top of each page, with its styles and pictures. Elements of the classes pageNumber, totalPages, date, title and url are filled in. Its fonts are those of the system.
            footer: The same for the bottom of each page.
            page_ranges: Which pages, 1-3;5, in the page's own order; all when not given.
            scale: Per cent. Default: 100.
            background: Whether backgrounds are printed. Default: true.
            prefer_css_page_size: Whether the page's own @page size goes before Size. Default: false.
            outline: Whether headings become bookmarks. Default: false.
            tagged: Whether the PDF is tagged, for screen readers. Default: true.
            media_type: Whose style rules apply. Default: Print.
            wait_delay: Milliseconds to wait after the page has loaded. Default: 0.
            wait_selector: Wait until an element matches this CSS selector.
            wait_expression: Wait until this JavaScript is true.
            wait_network_idle: Wait until the page has fetched nothing for half a second. Default: false.
            java_script: Whether the page's scripts run. Default: true.
            strict: Whether a picture, style sheet, font or script that cannot be loaded fails the job; else it is a warning. Default: false.
            extra_headers: JSON: headers for requests to certain hosts, {"https://host": {"Name": "value"}}; those without a host go to Url's.
            timezone: The page's time zone, Europe/Berlin; else UTC.
            locale: The page's language, de-DE; else en-US.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "convert/html-to-pdf",
            {
                "File": file,
                "Assets": assets,
                "Size": size,
                "Width": width,
                "Height": height,
                "Orientation": orientation,
                "Margins": margins,
                "Header": header,
                "Footer": footer,
                "PageRanges": page_ranges,
                "Scale": scale,
                "Background": background,
                "PreferCssPageSize": prefer_css_page_size,
                "Outline": outline,
                "Tagged": tagged,
                "MediaType": media_type,
                "WaitDelay": wait_delay,
                "WaitSelector": wait_selector,
                "WaitExpression": wait_expression,
                "WaitNetworkIdle": wait_network_idle,
                "JavaScript": java_script,
                "Strict": strict,
                "ExtraHeaders": extra_headers,
                "Timezone": timezone,
                "Locale": locale,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def url_to_pdf(
        self,
        *,
        url: str,
        size: Optional[Literal["A4", "Letter", "LetterSmall", "Tabloid", "Ledger", "Legal", "Statement", "Executive", "A2", "A3", "A4Small", "A5", "B4", "B5"]] = None,
        width: Optional[str] = None,
        height: Optional[str] = None,
        orientation: Optional[Literal["Portrait", "Landscape"]] = None,
        margins: Optional[str] = None,
        header: Optional[FileInput] = None,
        footer: Optional[FileInput] = None,
        page_ranges: Optional[str] = None,
        scale: Optional[int] = None,
        background: Optional[bool] = None,
        prefer_css_page_size: Optional[bool] = None,
        outline: Optional[bool] = None,
        tagged: Optional[bool] = None,
        media_type: Optional[Literal["Print", "Screen"]] = None,
        wait_delay: Optional[int] = None,
        wait_selector: Optional[str] = None,
        wait_expression: Optional[str] = None,
        wait_network_idle: Optional[bool] = None,
        java_script: Optional[bool] = None,
        strict: Optional[bool] = None,
        extra_headers: Optional[str] = None,
        timezone: Optional[str] = None,
        locale: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Web page to PDF. Turns the page at an address into a PDF as Chromium prints it. The page is fetched without cookies.

        Args:
            url: The page's address, http or https.
            size: The paper. Default: A4.
            width: The paper's width where Size does not do: 210mm, 8.5in, 20cm, 600pt, or pixels without a unit.
            height: The paper's height, likewise.
            orientation: How the paper stands. Default: Portrait.
            margins: One to four lengths, in the order of CSS: top, right, bottom, left; in pixels where no unit is given: 10mm 20mm. Without them about 1 cm, and as much more as a header and a footer need.
            header: A whole HTML document that stands on top of each page, with its styles and pictures. Elements of the classes pageNumber, totalPages, date, title and url are filled in. Its fonts are those of the system.
            footer: The same for the bottom of each page.
            page_ranges: Which pages, 1-3;5, in the page's own order; all when not given.
            scale: Per cent. Default: 100.
            background: Whether backgrounds are printed. Default: true.
            prefer_css_page_size: Whether the page's own @page size goes before Size. Default: false.
            outline: Whether headings become bookmarks. Default: false.
            tagged: Whether the PDF is tagged, for screen readers. Default: true.
            media_type: Whose style rules apply. Default: Print.
            wait_delay: Milliseconds to wait after the page has loaded. Default: 0.
            wait_selector: Wait until an element matches this CSS selector.
            wait_expression: Wait until this JavaScript is true.
            wait_network_idle: Wait until the page has fetched nothing for half a second. Default: false.
            java_script: Whether the page's scripts run. Default: true.
            strict: Whether a picture, style sheet, font or script that cannot be loaded fails the job; else it is a warning. Default: false.
            extra_headers: JSON: headers for requests to certain hosts, {"https://host": {"Name": "value"}}; those without a host go to Url's.
            timezone: The page's time zone, Europe/Berlin; else UTC.
            locale: The page's language, de-DE; else en-US.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "convert/url-to-pdf",
            {
                "Url": url,
                "Size": size,
                "Width": width,
                "Height": height,
                "Orientation": orientation,
                "Margins": margins,
                "Header": header,
                "Footer": footer,
                "PageRanges": page_ranges,
                "Scale": scale,
                "Background": background,
                "PreferCssPageSize": prefer_css_page_size,
                "Outline": outline,
                "Tagged": tagged,
                "MediaType": media_type,
                "WaitDelay": wait_delay,
                "WaitSelector": wait_selector,
                "WaitExpression": wait_expression,
                "WaitNetworkIdle": wait_network_idle,
                "JavaScript": java_script,
                "Strict": strict,
                "ExtraHeaders": extra_headers,
                "Timezone": timezone,
                "Locale": locale,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def html_to_image(
        self,
        *,
        file: FileInput,
        assets: Optional[Union[FileInput, Sequence[FileInput]]] = None,
        format: Optional[Literal["Png", "Jpeg", "Webp"]] = None,
        quality: Optional[int] = None,
        width: Optional[int] = None,
        height: Optional[int] = None,
        scale: Optional[int] = None,
        full_page: Optional[bool] = None,
        selector: Optional[str] = None,
        omit_background: Optional[bool] = None,
        media_type: Optional[Literal["Print", "Screen"]] = None,
        wait_delay: Optional[int] = None,
        wait_selector: Optional[str] = None,
        wait_expression: Optional[str] = None,
        wait_network_idle: Optional[bool] = None,
        java_script: Optional[bool] = None,
        strict: Optional[bool] = None,
        extra_headers: Optional[str] = None,
        timezone: Optional[str] = None,
        locale: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """HTML to picture. Turns an HTML page into a picture as Chromium shows it.

        Args:
            file: The page, as a file or as text.
            assets: What the page refers to by relative addresses: pictures, style sheets, fonts, scripts, each by its file name.
            format: The kind of picture. Default: Png.
            quality: Of Jpeg and Webp, per cent. Default: 85.
            width: Of the window, pixels. Default: 1280.
            height: Of the window, pixels. Default: 1024.
            scale: Pixels of the picture for each of the window's. Default: 1.
            full_page: Whether the picture shows the whole page, or what fits the window. Default: true.
            selector: Only the element that matches this CSS selector.
            omit_background: Whether a page without a background of its own is transparent (Png and Webp). Default: false.
            media_type: Whose style rules apply. Default: Screen.
            wait_delay: Milliseconds to wait after the page has loaded. Default: 0.
            wait_selector: Wait until an element matches this CSS selector.
            wait_expression: Wait until this JavaScript is true.
            wait_network_idle: Wait until the page has fetched nothing for half a second. Default: false.
            java_script: Whether the page's scripts run. Default: true.
            strict: Whether a picture, style sheet, font or script that cannot be loaded fails the job; else it is a warning. Default: false.
            extra_headers: JSON: headers for requests to certain hosts, {"https://host": {"Name": "value"}}; those without a host go to Url's.
            timezone: The page's time zone, Europe/Berlin; else UTC.
            locale: The page's language, de-DE; else en-US.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "convert/html-to-image",
            {
                "File": file,
                "Assets": assets,
                "Format": format,
                "Quality": quality,
                "Width": width,
                "Height": height,
                "Scale": scale,
                "FullPage": full_page,
                "Selector": selector,
                "OmitBackground": omit_background,
                "MediaType": media_type,
                "WaitDelay": wait_delay,
                "WaitSelector": wait_selector,
                "WaitExpression": wait_expression,
                "WaitNetworkIdle": wait_network_idle,
                "JavaScript": java_script,
                "Strict": strict,
                "ExtraHeaders": extra_headers,
                "Timezone": timezone,
                "Locale": locale,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def url_to_image(
        self,
        *,
        url: str,
        format: Optional[Literal["Png", "Jpeg", "Webp"]] = None,
        quality: Optional[int] = None,
        width: Optional[int] = None,
        height: Optional[int] = None,
        scale: Optional[int] = None,
        full_page: Optional[bool] = None,
        selector: Optional[str] = None,
        omit_background: Optional[bool] = None,
        media_type: Optional[Literal["Print", "Screen"]] = None,
        wait_delay: Optional[int] = None,
        wait_selector: Optional[str] = None,
        wait_expression: Optional[str] = None,
        wait_network_idle: Optional[bool] = None,
        java_script: Optional[bool] = None,
        strict: Optional[bool] = None,
        extra_headers: Optional[str] = None,
        timezone: Optional[str] = None,
        locale: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Web page to picture. Turns the page at an address into a picture as Chromium shows it. The page is fetched without cookies.

        Args:
            url: The page's address, http or https.
            format: The kind of picture. Default: Png.
            quality: Of Jpeg and Webp, per cent. Default: 85.
            width: Of the window, pixels. Default: 1280.
            height: Of the window, pixels. Default: 1024.
            scale: Pixels of the picture for each of the window's. Default: 1.
            full_page: Whether the picture shows the whole page, or what fits the window. Default: true.
            selector: Only the element that matches this CSS selector.
            omit_background: Whether a page without a background of its own is transparent (Png and Webp). Default: false.
            media_type: Whose style rules apply. Default: Screen.
            wait_delay: Milliseconds to wait after the page has loaded. Default: 0.
            wait_selector: Wait until an element matches this CSS selector.
            wait_expression: Wait until this JavaScript is true.
            wait_network_idle: Wait until the page has fetched nothing for half a second. Default: false.
            java_script: Whether the page's scripts run. Default: true.
            strict: Whether a picture, style sheet, font or script that cannot be loaded fails the job; else it is a warning. Default: false.
            extra_headers: JSON: headers for requests to certain hosts, {"https://host": {"Name": "value"}}; those without a host go to Url's.
            timezone: The page's time zone, Europe/Berlin; else UTC.
            locale: The page's language, de-DE; else en-US.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "convert/url-to-image",
            {
                "Url": url,
                "Format": format,
                "Quality": quality,
                "Width": width,
                "Height": height,
                "Scale": scale,
                "FullPage": full_page,
                "Selector": selector,
                "OmitBackground": omit_background,
                "MediaType": media_type,
                "WaitDelay": wait_delay,
                "WaitSelector": wait_selector,
                "WaitExpression": wait_expression,
                "WaitNetworkIdle": wait_network_idle,
                "JavaScript": java_script,
                "Strict": strict,
                "ExtraHeaders": extra_headers,
                "Timezone": timezone,
                "Locale": locale,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def email_to_pdf(
        self,
        *,
        file: FileInput,
        merge_attachments: Optional[bool] = None,
        load_remote_content: Optional[bool] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Email to PDF. Turns an e-mail message into a PDF: sender, recipients, date, subject and list of attachments, then the body with its pictures. Attached documents, pictures and messages follow in their order; attachments that have no pages are left out with a warning.

        Args:
            file: The message: EML, or MSG as Outlook saves it.
            merge_attachments: Whether the attachments are turned into PDF and put behind the message. Default: true.
            load_remote_content: Whether pictures and styles that lie elsewhere are loaded. That can tell the sender that the message was read, so it is not done unless asked for; what was not loaded is told in a warning. Default: false.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "convert/email-to-pdf",
            {
                "File": file,
                "MergeAttachments": merge_attachments,
                "LoadRemoteContent": load_remote_content,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def email_to_html(
        self,
        *,
        file: FileInput,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Email to HTML. Turns an e-mail message into an HTML page that stands alone: its head, then its body with the pictures that came along inside it; scripts, forms and whatever else acts are taken out.

        Args:
            file: The message: EML, or MSG as Outlook saves it.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "convert/email-to-html",
            {
                "File": file,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def markdown_to_pdf(
        self,
        *,
        file: FileInput,
        size: Optional[Literal["A4", "Letter", "LetterSmall", "Tabloid", "Ledger", "Legal", "Statement", "Executive", "A2", "A3", "A4Small", "A5", "B4", "B5"]] = None,
        width: Optional[str] = None,
        height: Optional[str] = None,
        orientation: Optional[Literal["Portrait", "Landscape"]] = None,
        margins: Optional[str] = None,
        header: Optional[FileInput] = None,
        footer: Optional[FileInput] = None,
        page_ranges: Optional[str] = None,
        scale: Optional[int] = None,
        background: Optional[bool] = None,
        prefer_css_page_size: Optional[bool] = None,
        outline: Optional[bool] = None,
        tagged: Optional[bool] = None,
        media_type: Optional[Literal["Print", "Screen"]] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Markdown to PDF. Turns Markdown into a PDF: GitHub's flavour, with tables, task lists, strikethrough, links and footnotes.

        Args:
            file: The Markdown text.
            size: The paper. Default: A4.
            width: The paper's width where Size does not do: 210mm, 8.5in, 20cm, 600pt, or pixels without a unit.
            height: The paper's height, likewise.
            orientation: How the paper stands. Default: Portrait.
            margins: One to four lengths, in the order of CSS: top, right, bottom, left; in pixels where no unit is given: 10mm 20mm. Without them about 1 cm, and as much more as a header and a footer need.
            header: A whole HTML document that stands on top of each page, with its styles and pictures. Elements of the classes pageNumber, totalPages, date, title and url are filled in. Its fonts are those of the system.
            footer: The same for the bottom of each page.
            page_ranges: Which pages, 1-3;5, in the page's own order; all when not given.
            scale: Per cent. Default: 100.
            background: Whether backgrounds are printed. Default: true.
            prefer_css_page_size: Whether the page's own @page size goes before Size. Default: false.
            outline: Whether headings become bookmarks. Default: false.
            tagged: Whether the PDF is tagged, for screen readers. Default: true.
            media_type: Whose style rules apply. Default: Print.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "convert/markdown-to-pdf",
            {
                "File": file,
                "Size": size,
                "Width": width,
                "Height": height,
                "Orientation": orientation,
                "Margins": margins,
                "Header": header,
                "Footer": footer,
                "PageRanges": page_ranges,
                "Scale": scale,
                "Background": background,
                "PreferCssPageSize": prefer_css_page_size,
                "Outline": outline,
                "Tagged": tagged,
                "MediaType": media_type,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def markdown_to_html(
        self,
        *,
        file: FileInput,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Markdown to HTML. Turns Markdown into an HTML page with a style for print: GitHub's flavour, with tables, task lists, strikethrough, links and footnotes. HTML in it is kept as far as it is harmless.

        Args:
            file: The Markdown text.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "convert/markdown-to-html",
            {
                "File": file,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def csv_to_json(
        self,
        *,
        file: FileInput,
        headers: Optional[str] = None,
        skip_first_line: Optional[bool] = None,
        delimiter: Optional[str] = None,
        limit: Optional[int] = None,
        encoding: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Any:
        """CSV to JSON. Answers the rows of a CSV file as a list of objects whose values are all text.

        Args:
            file: The CSV.
            headers: The names of the columns, with commas between. Without it the first line names them.
            skip_first_line: With Headers: the first line is none of the data. Default: false.
            delimiter: What divides the columns: Comma, Semicolon, Tab, Pipe, or the character itself. Comma by default; where the first line has none, what it has instead.
            limit: How many rows of data to take. All by default.
            encoding: How the text is encoded, like windows-1252. Found out from the text when it is not given.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._ask(
            "convert/csv-to-json",
            {
                "File": file,
                "Headers": headers,
                "SkipFirstLine": skip_first_line,
                "Delimiter": delimiter,
                "Limit": limit,
                "Encoding": encoding,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def csv_to_xlsx(
        self,
        *,
        file: FileInput,
        delimiter: Optional[str] = None,
        locale: Optional[str] = None,
        limit: Optional[int] = None,
        has_header_records: Optional[bool] = None,
        mappings: Optional[str] = None,
        encoding: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """CSV to XLSX. Makes an Excel workbook of a CSV file. Numbers become numbers where nothing is lost by it; no value becomes a formula.

        Args:
            file: The CSV.
            delimiter: What divides the columns: Comma, Semicolon, Tab, Pipe, or the character itself. Comma by default; where the first line has none, what it has instead.
            locale: The culture in which numbers and dates are written, like de-DE. Default: en-US.
            limit: How many rows of data to take. All by default.
            has_header_records: The first row names the columns. Default: true.
            mappings: Chooses, orders, types and names the columns: a JSON list of {"csvColumnIndexOrName", "xlsxColumnType", "xlsxColumnName"}. Types: General, Text, Integer, TwoDecimal, ThousandInteger, ThousandTwoDecimal, IntegerPercentage, TwoDecimalPercentage, Scientific, ShortDate, ShortDateTime, LongDate. All columns as they are by default.
            encoding: How the text is encoded, like windows-1252. Found out from the text when it is not given.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "convert/csv-to-xlsx",
            {
                "File": file,
                "Delimiter": delimiter,
                "Locale": locale,
                "Limit": limit,
                "HasHeaderRecords": has_header_records,
                "Mappings": mappings,
                "Encoding": encoding,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def json_to_xlsx(
        self,
        *,
        file: FileInput,
        path_to_json_array: Optional[str] = None,
        locale: Optional[str] = None,
        mappings: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """JSON to XLSX. Makes an Excel workbook of a list in a JSON document: a row for each object, a column for each key.

        Args:
            file: The JSON, as a file or as the field's value: a list of objects, or an object that has one.
            path_to_json_array: Where the list of rows is in the JSON: names with dots between, like data.rows. The whole document by default.
            locale: The culture in which numbers and dates are written, like de-DE. Default: en-US.
            mappings: Chooses, orders, types and names the columns: a JSON list of {"jsonProperty", "xlsxColumnType", "xlsxColumnName"}, with the types of csv-to-xlsx. All keys by default.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "convert/json-to-xlsx",
            {
                "File": file,
                "PathToJsonArray": path_to_json_array,
                "Locale": locale,
                "Mappings": mappings,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def json_to_csv(
        self,
        *,
        file: FileInput,
        path_to_json_array: Optional[str] = None,
        delimiter: Optional[str] = None,
        locale: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """JSON to CSV. Makes CSV in UTF-8 of a list in a JSON document: a row for each object, a column for each key.

        Args:
            file: The JSON, as a file or as the field's value: a list of objects, or an object that has one.
            path_to_json_array: Where the list of rows is in the JSON: names with dots between, like data.rows. The whole document by default.
            delimiter: What divides the columns: Comma, Semicolon, Tab, Pipe, or the character itself. Default: Comma.
            locale: The culture in which numbers and dates are written, like de-DE. Default: en-US.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "convert/json-to-csv",
            {
                "File": file,
                "PathToJsonArray": path_to_json_array,
                "Delimiter": delimiter,
                "Locale": locale,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def xlsx_to_csv(
        self,
        *,
        file: FileInput,
        sheet: Optional[str] = None,
        delimiter: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """XLSX to CSV. Makes CSV in UTF-8 of one sheet: numbers with a point, dates as 2024-01-31, formulas as their last results.

        Args:
            file: The workbook.
            sheet: The sheet's name, or its number from 1. The first by default.
            delimiter: What divides the columns: Comma, Semicolon, Tab, Pipe, or the character itself. Default: Comma.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "convert/xlsx-to-csv",
            {
                "File": file,
                "Sheet": sheet,
                "Delimiter": delimiter,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def xlsx_to_json(
        self,
        *,
        file: FileInput,
        sheet: Optional[str] = None,
        has_header_records: Optional[bool] = None,
        limit: Optional[int] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Any:
        """XLSX to JSON. Answers the rows of one sheet as a list of objects.

        Args:
            file: The workbook.
            sheet: The sheet's name, or its number from 1. The first by default.
            has_header_records: The first row names the columns. Default: true.
            limit: How many rows of data to take. All by default.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._ask(
            "convert/xlsx-to-json",
            {
                "File": file,
                "Sheet": sheet,
                "HasHeaderRecords": has_header_records,
                "Limit": limit,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )


class Generate(Group):
    """The actions of ``generate/``."""

    def from_docx(
        self,
        *,
        file: FileInput,
        data: Union[FileInput, Json],
        output_type: Optional[Literal["Docx", "Odt", "Pdf"]] = None,
        locale: Optional[str] = None,
        timezone: Optional[str] = None,
        engine: Optional[Literal["Classic", "Modern"]] = None,
        missing_values: Optional[Literal["Keep", "Remove", "Error"]] = None,
        document_per_item: Optional[bool] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Create DOCX from template. Fills a Word document's tokens with data. Table rows, list items and sections repeat for each item; pictures, codes, charts, links and conditions come from the data too.

        Args:
            file: The Word document with tokens: {{company.name}}.
            data: JSON, as a file or as text: an object, or a list of them. Its names are those of the template's tokens.
            output_type: A Word document, OpenDocument text, or a PDF. By default what the template is.
            locale: The language and country whose dates, numbers and currency are written: "de-DE". Default: en-US.
            timezone: Where the clock stands that dates are shown by: "Europe/Berlin", or as Windows names it. Default: UTC.
            engine: The language of the tokens: {{price}:format(C)} is Classic, {{price|format(C)}} is Modern. By default it is told by the tokens.
            missing_values: What becomes of a token whose name is not in the data: it stays in the text (Keep), prints nothing (Remove), or no document is made and the error names it (Error). Default: Keep.
            document_per_item: Data is a list, and a document is made for each of its items: the Word documents come in a ZIP, at most 10,000; PDFs come joined in one, at most 200. Without it one document is made of the whole list. Default: false.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "generate/from-docx",
            {
                "File": file,
                "Data": data,
                "OutputType": output_type,
                "Locale": locale,
                "Timezone": timezone,
                "Engine": engine,
                "MissingValues": missing_values,
                "DocumentPerItem": document_per_item,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def from_fillable_docx(
        self,
        *,
        file: FileInput,
        data: Union[FileInput, Json],
        locale: Optional[str] = None,
        timezone: Optional[str] = None,
        missing_values: Optional[Literal["Keep", "Remove", "Error"]] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Fill merge fields in DOCX. Gives the merge fields of a Word document the values of the properties that have their names.

        Args:
            file: The Word document with merge fields.
            data: JSON, as a file or as text: an object whose names are those of the merge fields.
            locale: The language and country whose dates, numbers and currency are written: "de-DE". Default: en-US.
            timezone: Where the clock stands that dates are shown by: "Europe/Berlin", or as Windows names it. Default: UTC.
            missing_values: What becomes of a token whose name is not in the data: it stays in the text (Keep), prints nothing (Remove), or no document is made and the error names it (Error). Default: Keep.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "generate/from-fillable-docx",
            {
                "File": file,
                "Data": data,
                "Locale": locale,
                "Timezone": timezone,
                "MissingValues": missing_values,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def from_html(
        self,
        *,
        file: FileInput,
        data: Union[FileInput, Json],
        locale: Optional[str] = None,
        timezone: Optional[str] = None,
        escape_values: Optional[bool] = None,
        missing_values: Optional[Literal["Remove", "Error"]] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Create HTML from template. Fills an HTML page, or any other text, with data: {{name}}, {{#each items}} … {{/each}}, {{#if paid}} … {{#else}} … {{/if}}, {{#with customer}}, and .NET formats such as {{total:C}}.

        Args:
            file: The HTML page or text with tokens: {{company.name}}.
            data: JSON, as a file or as text: an object, or a list of them. Its names are those of the template's tokens.
            locale: The language and country whose dates, numbers and currency are written: "de-DE". Default: en-US.
            timezone: Where the clock stands that dates are shown by: "Europe/Berlin", or as Windows names it. Default: UTC.
            escape_values: Whether & < > " ' of the data are written as entities, so that they are text and not HTML; {{{name}}} is then printed as it is. Default: false.
            missing_values: What becomes of a key that is not in the data: it prints nothing (Remove), or nothing is made and the error names it (Error). Default: Remove.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "generate/from-html",
            {
                "File": file,
                "Data": data,
                "Locale": locale,
                "Timezone": timezone,
                "EscapeValues": escape_values,
                "MissingValues": missing_values,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def from_xlsx(
        self,
        *,
        file: FileInput,
        data: Union[FileInput, Json],
        output_type: Optional[Literal["Xlsx", "Ods", "Pdf"]] = None,
        locale: Optional[str] = None,
        timezone: Optional[str] = None,
        engine: Optional[Literal["Classic", "Modern"]] = None,
        missing_values: Optional[Literal["Keep", "Remove", "Error"]] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Create XLSX from template. Fills a workbook's tokens with data. Rows, ranges, columns and sheets repeat for each item; formulas, charts and tables follow.

        Args:
            file: The workbook with tokens: {{company.name}}.
            data: JSON, as a file or as text: an object, or a list of them. Its names are those of the template's tokens.
            output_type: A workbook, an OpenDocument spreadsheet, or a PDF. By default what the template is.
            locale: The language and country whose dates, numbers and currency are written: "de-DE". Default: en-US.
            timezone: Where the clock stands that dates are shown by: "Europe/Berlin", or as Windows names it. Default: UTC.
            engine: The language of the tokens: {{price}:format(C)} is Classic, {{price|format(C)}} is Modern. By default it is told by the tokens.
            missing_values: What becomes of a token whose name is not in the data: it stays in the text (Keep), prints nothing (Remove), or no document is made and the error names it (Error). Default: Keep.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "generate/from-xlsx",
            {
                "File": file,
                "Data": data,
                "OutputType": output_type,
                "Locale": locale,
                "Timezone": timezone,
                "Engine": engine,
                "MissingValues": missing_values,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def from_pptx(
        self,
        *,
        file: FileInput,
        data: Union[FileInput, Json],
        output_type: Optional[Literal["Pptx", "Odp", "Pdf"]] = None,
        locale: Optional[str] = None,
        timezone: Optional[str] = None,
        engine: Optional[Literal["Classic", "Modern"]] = None,
        missing_values: Optional[Literal["Keep", "Remove", "Error"]] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Create PPTX from template. Fills a presentation's tokens with data. Slides, groups of slides, table rows and list items repeat for each item; pictures, charts, notes and links follow.

        Args:
            file: The presentation with tokens: {{company.name}}.
            data: JSON, as a file or as text: an object, or a list of them. Its names are those of the template's tokens.
            output_type: A presentation, an OpenDocument presentation, or a PDF. By default what the template is.
            locale: The language and country whose dates, numbers and currency are written: "de-DE". Default: en-US.
            timezone: Where the clock stands that dates are shown by: "Europe/Berlin", or as Windows names it. Default: UTC.
            engine: The language of the tokens: {{price}:format(C)} is Classic, {{price|format(C)}} is Modern. By default it is told by the tokens.
            missing_values: What becomes of a token whose name is not in the data: it stays in the text (Keep), prints nothing (Remove), or no document is made and the error names it (Error). Default: Keep.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "generate/from-pptx",
            {
                "File": file,
                "Data": data,
                "OutputType": output_type,
                "Locale": locale,
                "Timezone": timezone,
                "Engine": engine,
                "MissingValues": missing_values,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def check_template(
        self,
        *,
        file: FileInput,
        engine: Optional[Literal["Classic", "Modern"]] = None,
        escape_values: Optional[bool] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Any:
        """Check a template. Answers a template's tokens with their places, what is wrong with them, and the data they ask for: as a JSON Schema and as a sample to start from. Nothing is filled.

        Args:
            file: The template: a document of Word, Excel or PowerPoint, OpenDocument, HTML or text.
            engine: The language of the tokens of an Office template. By default it is told by the tokens.
            escape_values: Of an HTML template: whether {{{name}}} is a key too, as when it is filled so. Default: false.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._ask(
            "generate/check-template",
            {
                "File": file,
                "Engine": engine,
                "EscapeValues": escape_values,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def dry_run(
        self,
        *,
        file: FileInput,
        data: Union[FileInput, Json],
        locale: Optional[str] = None,
        timezone: Optional[str] = None,
        engine: Optional[Literal["Classic", "Modern"]] = None,
        escape_values: Optional[bool] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Any:
        """Try data on a template. Fills a template and answers, instead of the document, what the data lacks, what of it is not used, and the warnings.

        Args:
            file: The template: a document of Word, Excel or PowerPoint, OpenDocument, HTML or text.
            data: JSON, as a file or as text: an object, or a list of them. Its names are those of the template's tokens.
            locale: The language and country whose dates, numbers and currency are written: "de-DE". Default: en-US.
            timezone: Where the clock stands that dates are shown by: "Europe/Berlin", or as Windows names it. Default: UTC.
            engine: The language of the tokens of an Office template. By default it is told by the tokens.
            escape_values: Of an HTML template: whether {{{name}}} is a key too, as when it is filled so. Default: false.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._ask(
            "generate/dry-run",
            {
                "File": file,
                "Data": data,
                "Locale": locale,
                "Timezone": timezone,
                "Engine": engine,
                "EscapeValues": escape_values,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )


class Pdf(Group):
    """The actions of ``pdf/``."""

    def merge(
        self,
        *,
        file: Union[FileInput, Sequence[FileInput]],
        pages: Optional[str] = None,
        generate_bookmarks: Optional[bool] = None,
        preserve_bookmarks: Optional[bool] = None,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Merge PDF. Puts several PDFs together, in the order they are sent.

        Args:
            file: The PDFs, in order.
            pages: Which pages of each document, one list for each with a bar between them: "1-3|all|2;1". All by default.
            generate_bookmarks: A bookmark for each document, named like it. Default: false.
            preserve_bookmarks: The documents' own bookmarks are kept. Default: false.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "pdf/merge",
            {
                "File": file,
                "Pages": pages,
                "GenerateBookmarks": generate_bookmarks,
                "PreserveBookmarks": preserve_bookmarks,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def merge_any(
        self,
        *,
        file: Union[FileInput, Sequence[FileInput]],
        generate_bookmarks: Optional[bool] = None,
        preserve_bookmarks: Optional[bool] = None,
        merge_attachments: Optional[bool] = None,
        load_remote_content: Optional[bool] = None,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Merge any documents to PDF. Makes a PDF of each document, whatever its type, and puts them together in the order they are sent.

        Args:
            file: The documents, in order.
            generate_bookmarks: A bookmark for each document, named like it. Default: false.
            preserve_bookmarks: The documents' own bookmarks are kept. Default: false.
            merge_attachments: Of a message: whether what is attached follows it. Default: true.
            load_remote_content: Of a message: whether pictures and styles that lie elsewhere are loaded, which can tell its sender that it was read. Default: false.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "pdf/merge-any",
            {
                "File": file,
                "GenerateBookmarks": generate_bookmarks,
                "PreserveBookmarks": preserve_bookmarks,
                "MergeAttachments": merge_attachments,
                "LoadRemoteContent": load_remote_content,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def split(
        self,
        *,
        file: FileInput,
        type: Optional[Literal["ExtractPages", "SplitByPages", "SplitByRanges", "SplitByBookmarks"]] = None,
        extract_range: Optional[str] = None,
        pages_in_chunk: Optional[int] = None,
        start_page: Optional[int] = None,
        end_page: Optional[int] = None,
        chunks_range: Optional[str] = None,
        bookmark_depth: Optional[int] = None,
        use_bookmarks_for_file_names: Optional[bool] = None,
        filename_prefix: Optional[str] = None,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Split PDF. Makes several PDFs of one: chosen pages, every so many pages, ranges, or a part for each bookmark.

        Args:
            file: The PDF.
            type: How to split. Without it the field that is given decides.
            extract_range: ExtractPages: the pages of the one document to make, in their order, like 1-3;9;5.
            pages_in_chunk: SplitByPages: how many pages a part has; the last may have fewer.
            start_page: SplitByPages: the first page that counts.
            end_page: SplitByPages: the last page that counts.
            chunks_range: SplitByRanges: a document for each item, like 1-3;4-9.
            bookmark_depth: SplitByBookmarks: down to which level; 1 by default.
            use_bookmarks_for_file_names: SplitByBookmarks: parts are named like their bookmark. Default: false.
            filename_prefix: What the names of the parts begin with; a number follows.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "pdf/split",
            {
                "File": file,
                "Type": type,
                "ExtractRange": extract_range,
                "PagesInChunk": pages_in_chunk,
                "StartPage": start_page,
                "EndPage": end_page,
                "ChunksRange": chunks_range,
                "BookmarkDepth": bookmark_depth,
                "UseBookmarksForFileNames": use_bookmarks_for_file_names,
                "FilenamePrefix": filename_prefix,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def extract_pages(
        self,
        *,
        file: FileInput,
        extract_range: str,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Extract pages from PDF. Makes a PDF of chosen pages, in the order given; a page may be named twice.

        Args:
            file: The PDF.
            extract_range: The pages, in the order wanted, like 1-3;9;5.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "pdf/extract-pages",
            {
                "File": file,
                "ExtractRange": extract_range,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def delete_pages(
        self,
        *,
        file: FileInput,
        pages: str,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Delete pages from PDF. Leaves pages out of a PDF.

        Args:
            file: The PDF.
            pages: The pages to leave out, like 1;4-6.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "pdf/delete-pages",
            {
                "File": file,
                "Pages": pages,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def reorder_pages(
        self,
        *,
        file: FileInput,
        pages: str,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Reorder pages of PDF. Puts the pages of a PDF into another order.

        Args:
            file: The PDF.
            pages: The new order, like 3;1-2. Pages that are not named follow in their old order.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "pdf/reorder-pages",
            {
                "File": file,
                "Pages": pages,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def rotate(
        self,
        *,
        file: FileInput,
        angle: Optional[Literal["90", "180", "270"]] = None,
        pages: Optional[str] = None,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Rotate PDF. Turns pages clockwise.

        Args:
            file: The PDF.
            angle: Degrees to turn clockwise, beside how the page stands. Default: 90.
            pages: The pages to turn, like 1;4-6. All by default.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "pdf/rotate",
            {
                "File": file,
                "Angle": angle,
                "Pages": pages,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def protect(
        self,
        *,
        file: FileInput,
        allow_printing: bool,
        allow_modification: bool,
        allow_extract: bool,
        allow_annotate: bool,
        new_owner_password: Optional[str] = None,
        new_user_password: Optional[str] = None,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Protect PDF. Encrypts a PDF with AES-256, with passwords and with what a reader may do.

        Args:
            file: The PDF.
            allow_printing: Readers may print.
            allow_modification: Readers may change pages.
            allow_extract: Readers may copy text and pictures.
            allow_annotate: Readers may comment, fill forms and sign.
            new_owner_password: Lifts the limits. A random one by default.
            new_user_password: Opens the document. None by default: it opens for everyone.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "pdf/protect",
            {
                "File": file,
                "AllowPrinting": allow_printing,
                "AllowModification": allow_modification,
                "AllowExtract": allow_extract,
                "AllowAnnotate": allow_annotate,
                "NewOwnerPassword": new_owner_password,
                "NewUserPassword": new_user_password,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def unprotect(
        self,
        *,
        file: FileInput,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Unprotect PDF. Takes passwords and limits off a PDF. A document that does not open without needs its password.

        Args:
            file: The PDF.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "pdf/unprotect",
            {
                "File": file,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def protection_info(
        self,
        *,
        file: FileInput,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Any:
        """Get PDF protection info. Says whether a PDF is encrypted, whether it opens without a password, and what a reader may do.

        Args:
            file: The PDF.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._ask(
            "pdf/protection-info",
            {
                "File": file,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def compress(
        self,
        *,
        file: FileInput,
        lossless_mode: Optional[Literal["On", "Off"]] = None,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Compress PDF. Makes a PDF smaller. Where nothing can be won it comes back as it is.

        Args:
            file: The PDF.
            lossless_mode: On changes nothing one can see; Off also stores photographs as JPEG in the resolution of a good print. Default: On.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "pdf/compress",
            {
                "File": file,
                "LosslessMode": lossless_mode,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def linearize(
        self,
        *,
        file: FileInput,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Linearize PDF. Arranges a PDF for the web: the first page shows before the rest has arrived.

        Args:
            file: The PDF.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "pdf/linearize",
            {
                "File": file,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def flatten(
        self,
        *,
        file: FileInput,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Flatten PDF. Draws form fields and annotations into the pages, where nobody changes them any more.

        Args:
            file: The PDF.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "pdf/flatten",
            {
                "File": file,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def get_metadata(
        self,
        *,
        file: FileInput,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Any:
        """Get PDF metadata. Answers title, author, subject, keywords, creator, producer, dates, number of pages and version.

        Args:
            file: The PDF.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._ask(
            "pdf/get-metadata",
            {
                "File": file,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def set_metadata(
        self,
        *,
        file: FileInput,
        title: Optional[str] = None,
        author: Optional[str] = None,
        subject: Optional[str] = None,
        keywords: Optional[str] = None,
        creator: Optional[str] = None,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Set PDF metadata. Sets title, author, subject, keywords and creator; what is not given stays.

        Args:
            file: The PDF.
            title: The new title.
            author: The new author.
            subject: The new subject.
            keywords: The new keywords.
            creator: The program that made the original.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "pdf/set-metadata",
            {
                "File": file,
                "Title": title,
                "Author": author,
                "Subject": subject,
                "Keywords": keywords,
                "Creator": creator,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def get_bookmarks(
        self,
        *,
        file: FileInput,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Any:
        """Get PDF bookmarks. Answers the bookmarks as a tree of title, page and children.

        Args:
            file: The PDF.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._ask(
            "pdf/get-bookmarks",
            {
                "File": file,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def set_bookmarks(
        self,
        *,
        file: FileInput,
        bookmarks: str,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Set PDF bookmarks. Replaces the bookmarks of a PDF.

        Args:
            file: The PDF.
            bookmarks: A JSON list of {"title", "page", "children"}, as get-bookmarks answers it; [] removes them.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "pdf/set-bookmarks",
            {
                "File": file,
                "Bookmarks": bookmarks,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def extract_attachments(
        self,
        *,
        file: FileInput,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Extract attachments from PDF. Gives every file attached to a PDF, under its own name.

        Args:
            file: The PDF.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "pdf/extract-attachments",
            {
                "File": file,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def extract_images(
        self,
        *,
        file: FileInput,
        pages: Optional[str] = None,
        filename_prefix: Optional[str] = None,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Extract images from PDF. Gives every picture of a PDF as a file: JPEG and JPEG 2000 as they are, faxes as TIFF, others as PNG without loss. Page and number are in the names.

        Args:
            file: The PDF.
            pages: The pages to look at, like 1;4-6. All by default.
            filename_prefix: What the names begin with; page and number follow. The PDF's own name by default.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "pdf/extract-images",
            {
                "File": file,
                "Pages": pages,
                "FilenamePrefix": filename_prefix,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def get_form(
        self,
        *,
        file: FileInput,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Any:
        """Get form data from PDF. Answers the name and value of every field of a PDF form.

        Args:
            file: The PDF.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._ask(
            "pdf/get-form",
            {
                "File": file,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def get_form_fields(
        self,
        *,
        file: FileInput,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Any:
        """List the fields of PDF form. Answers each field of a PDF form with its type, value, options, page and place.

        Args:
            file: The PDF.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._ask(
            "pdf/get-form-fields",
            {
                "File": file,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def fill_form(
        self,
        *,
        file: FileInput,
        data: Optional[Union[FileInput, Json]] = None,
        lock_form_fields: Optional[bool] = None,
        flatten: Optional[bool] = None,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Fill PDF form. Fills the fields of a PDF form and draws their values, so that every viewer and printer shows them.

        Args:
            file: The PDF form.
            data: A JSON object of field names and values: texts and numbers, true or false for check boxes, the value of a button or option for the others, a list of them where several may be chosen; null leaves a field alone.
            lock_form_fields: Nobody may change the fields any more. Default: false.
            flatten: The form becomes part of the pages; there are no fields any more. Default: false.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "pdf/fill-form",
            {
                "File": file,
                "Data": data,
                "LockFormFields": lock_form_fields,
                "Flatten": flatten,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def add_attachments(
        self,
        *,
        file: FileInput,
        attachments: Union[FileInput, Sequence[FileInput]],
        description: Optional[str] = None,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Attach files to PDF. Attaches files of any kind to a PDF, under their own names.

        Args:
            file: The PDF.
            attachments: The files to attach.
            description: What a viewer shows beside their names.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "pdf/add-attachments",
            {
                "File": file,
                "Attachments": attachments,
                "Description": description,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def remove_attachments(
        self,
        *,
        file: FileInput,
        names: Optional[str] = None,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Remove attachments from PDF. Takes attached files out of a PDF.

        Args:
            file: The PDF.
            names: The names of those to remove, one on each line. All by default.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "pdf/remove-attachments",
            {
                "File": file,
                "Names": names,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def nup(
        self,
        *,
        file: FileInput,
        pages_per_sheet: Optional[Literal["2", "4", "6", "8", "9", "16"]] = None,
        paper_size: Optional[Literal["A4", "Letter", "LetterSmall", "Tabloid", "Ledger", "Legal", "Statement", "Executive", "A2", "A3", "A4Small", "A5", "B4", "B5"]] = None,
        margin: Optional[float] = None,
        gap: Optional[float] = None,
        border: Optional[bool] = None,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Several pages of PDF on a sheet. Puts 2, 4, 6, 8, 9 or 16 pages of a PDF on each sheet.

        Args:
            file: The PDF.
            pages_per_sheet: How many pages a sheet has. Default: 2.
            paper_size: The sheet. It lies or stands as the pages need it. Default: A4.
            margin: Points at the edges of the sheet. Default: 18.
            gap: Points between pages. Default: 9.
            border: A thin line around each page. Default: false.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "pdf/nup",
            {
                "File": file,
                "PagesPerSheet": pages_per_sheet,
                "PaperSize": paper_size,
                "Margin": margin,
                "Gap": gap,
                "Border": border,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def booklet(
        self,
        *,
        file: FileInput,
        paper_size: Optional[Literal["A4", "Letter", "LetterSmall", "Tabloid", "Ledger", "Legal", "Statement", "Executive", "A2", "A3", "A4Small", "A5", "B4", "B5"]] = None,
        margin: Optional[float] = None,
        gap: Optional[float] = None,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Booklet from PDF. Arranges the pages of a PDF, two on each side, so that the printed sheets can be folded into a booklet.

        Args:
            file: The PDF.
            paper_size: The sheet. It lies or stands as the pages need it. Default: A4.
            margin: Points at the edges of the sheet. Default: 18.
            gap: Points at the fold. Default: 9.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "pdf/booklet",
            {
                "File": file,
                "PaperSize": paper_size,
                "Margin": margin,
                "Gap": gap,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def resize(
        self,
        *,
        file: FileInput,
        paper_size: Optional[Literal["A4", "Letter", "LetterSmall", "Tabloid", "Ledger", "Legal", "Statement", "Executive", "A2", "A3", "A4Small", "A5", "B4", "B5"]] = None,
        margin: Optional[float] = None,
        upscale: Optional[bool] = None,
        pages: Optional[str] = None,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Change the paper size of PDF. Puts the pages of a PDF on paper of one size, as large as they fit.

        Args:
            file: The PDF.
            paper_size: The sheet. It lies or stands as the pages need it. Default: A4.
            margin: Points at the edges of the sheet. Default: 0.
            upscale: Smaller pages grow too. Default: true.
            pages: The pages to change, like 1;4-6. All by default.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "pdf/resize",
            {
                "File": file,
                "PaperSize": paper_size,
                "Margin": margin,
                "Upscale": upscale,
                "Pages": pages,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def crop(
        self,
        *,
        file: FileInput,
        left: Optional[float] = None,
        top: Optional[float] = None,
        right: Optional[float] = None,
        bottom: Optional[float] = None,
        pages: Optional[str] = None,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Crop PDF. Cuts the edges of pages off. What is cut is hidden, not removed.

        Args:
            file: The PDF.
            left: Points to cut off at the left, as the page is seen. Default: 0.
            top: Points to cut off at the top. Default: 0.
            right: Points to cut off at the right. Default: 0.
            bottom: Points to cut off at the bottom. Default: 0.
            pages: The pages to crop, like 1;4-6. All by default.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "pdf/crop",
            {
                "File": file,
                "Left": left,
                "Top": top,
                "Right": right,
                "Bottom": bottom,
                "Pages": pages,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def thumbnail(
        self,
        *,
        file: FileInput,
        page: Optional[int] = None,
        width: Optional[int] = None,
        height: Optional[int] = None,
        format: Optional[Literal["Png", "Jpeg"]] = None,
        quality: Optional[int] = None,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """PDF thumbnail. Makes a small picture of one page.

        Args:
            file: The PDF.
            page: Which page. Default: 1.
            width: The picture is at most so many pixels wide. Default: 256.
            height: The picture is at most so many pixels high. Default: 256.
            format: The picture's format. Default: Png.
            quality: How much of the picture Jpeg keeps. Default: 85.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "pdf/thumbnail",
            {
                "File": file,
                "Page": page,
                "Width": width,
                "Height": height,
                "Format": format,
                "Quality": quality,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def info(
        self,
        *,
        file: FileInput,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Any:
        """PDF information. Answers version, number and sizes of pages, the fonts and whether they are embedded, and whether there is text.

        Args:
            file: The PDF.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._ask(
            "pdf/info",
            {
                "File": file,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def compare(
        self,
        *,
        file: FileInput,
        other_file: FileInput,
        dpi: Optional[int] = None,
        tolerance: Optional[int] = None,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Any:
        """Compare PDFs. Answers which pages of two PDFs look different, where, and by how many pixels.

        Args:
            file: The first PDF.
            other_file: The PDF to compare it with.
            dpi: Pixels an inch of the pictures that are compared. Default: 72.
            tolerance: How far a colour of a pixel may be off, of 255, and still count as the same. Default: 0.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._ask(
            "pdf/compare",
            {
                "File": file,
                "OtherFile": other_file,
                "Dpi": dpi,
                "Tolerance": tolerance,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def difference_images(
        self,
        *,
        file: FileInput,
        other_file: FileInput,
        dpi: Optional[int] = None,
        tolerance: Optional[int] = None,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Pictures of the differences between PDFs. Draws the pages of two PDFs that look different, with the differences in red, and lists them in a JSON file.

        Args:
            file: The first PDF.
            other_file: The PDF to compare it with.
            dpi: Pixels an inch of the pictures that are compared. Default: 72.
            tolerance: How far a colour of a pixel may be off, of 255, and still count as the same. Default: 0.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "pdf/difference-images",
            {
                "File": file,
                "OtherFile": other_file,
                "Dpi": dpi,
                "Tolerance": tolerance,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def add_page_numbers(
        self,
        *,
        file: FileInput,
        format: Optional[str] = None,
        start: Optional[int] = None,
        pages: Optional[str] = None,
        position: Optional[Literal["TopLeft", "TopMiddle", "TopRight", "MiddleLeft", "Center", "MiddleRight", "BottomLeft", "BottomMiddle", "BottomRight"]] = None,
        margin: Optional[float] = None,
        x: Optional[float] = None,
        y: Optional[float] = None,
        font_family: Optional[Literal["Sans", "Serif", "Mono"]] = None,
        font_size: Optional[float] = None,
        color: Optional[str] = None,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Number the pages of PDF. Writes each page's number on it.

        Args:
            file: The PDF.
            format: What to write: {page} stands for the page's number, {pages} for the last one. Default: {page} / {pages}.
            start: The number of the document's first page. Default: 1.
            pages: The pages to write on, like 2-9. All by default.
            position: Where on the page, as its reader sees it. Default: BottomMiddle.
            margin: Points that Position keeps from the edges. Default: 28.
            x: Points from the left edge of the page to that of the watermark. With X or Y, Position does not count.
            y: Points from the bottom edge of the page to that of the watermark.
            font_family: Which font. Characters it lacks are taken from others. Default: Sans.
            font_size: Points. Default: 10.
            color: Six hexadecimal digits, like 808080. Default: 000000.
            password: Opens a document that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "pdf/add-page-numbers",
            {
                "File": file,
                "Format": format,
                "Start": start,
                "Pages": pages,
                "Position": position,
                "Margin": margin,
                "X": x,
                "Y": y,
                "FontFamily": font_family,
                "FontSize": font_size,
                "Color": color,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )


class Watermark(Group):
    """The actions of ``watermark/``."""

    def text_to_pdf(
        self,
        *,
        file: FileInput,
        text: str,
        font_family: Optional[Literal["Sans", "Serif", "Mono"]] = None,
        font_size: Optional[float] = None,
        color: Optional[str] = None,
        angle: Optional[float] = None,
        position: Optional[Literal["TopLeft", "TopMiddle", "TopRight", "MiddleLeft", "Center", "MiddleRight", "BottomLeft", "BottomMiddle", "BottomRight"]] = None,
        margin: Optional[float] = None,
        x: Optional[float] = None,
        y: Optional[float] = None,
        opacity: Optional[int] = None,
        tile: Optional[bool] = None,
        layer_position: Optional[Literal["Background", "Foreground"]] = None,
        pages: Optional[str] = None,
        password: Optional[str] = None,
        owner_password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Text watermark. Writes a text on the pages of a PDF, in any script, with the font embedded.

        Args:
            file: The PDF.
            text: What to write; line ends make several lines.
            font_family: Which font. Characters it lacks are taken from others. Default: Sans.
            font_size: Points. Default: 36.
            color: Six hexadecimal digits, red, green and blue, like FF8000. Default: 000000.
            angle: Degrees to turn it against the clock. Default: 0.
            position: Where on the page, as its reader sees it. Default: Center.
            margin: Points that Position keeps from the edges. Default: 18.
            x: Points from the left edge of the page to that of the watermark. With X or Y, Position does not count.
            y: Points from the bottom edge of the page to that of the watermark.
            opacity: Percent; 100 covers what lies below, 0 cannot be seen. Default: 100.
            tile: Repeats the watermark over the whole page. Default: false.
            layer_position: In front of the page's content, or behind it. Default: Foreground.
            pages: The pages to mark, like 1;4-6. All by default.
            password: Opens a document that is protected.
            owner_password: The owner's password of a protected document, instead of Password.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "watermark/text-to-pdf",
            {
                "File": file,
                "Text": text,
                "FontFamily": font_family,
                "FontSize": font_size,
                "Color": color,
                "Angle": angle,
                "Position": position,
                "Margin": margin,
                "X": x,
                "Y": y,
                "Opacity": opacity,
                "Tile": tile,
                "LayerPosition": layer_position,
                "Pages": pages,
                "Password": password,
                "OwnerPassword": owner_password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def image_to_pdf(
        self,
        *,
        file: FileInput,
        watermark_image: FileInput,
        layer_position: Optional[Literal["Background", "Foreground"]] = None,
        position: Optional[Literal["TopLeft", "TopMiddle", "TopRight", "MiddleLeft", "Center", "MiddleRight", "BottomLeft", "BottomMiddle", "BottomRight"]] = None,
        x: Optional[float] = None,
        y: Optional[float] = None,
        width: Optional[float] = None,
        height: Optional[float] = None,
        auto_scale: Optional[bool] = None,
        angle: Optional[float] = None,
        opacity: Optional[int] = None,
        tile: Optional[bool] = None,
        pages: Optional[str] = None,
        password: Optional[str] = None,
        owner_password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Image watermark. Puts a picture on the pages of a PDF.

        Args:
            file: The PDF.
            watermark_image: The picture; larger than a page, it is made to fit.
            layer_position: In front of the page's content, or behind it. Default: Foreground.
            position: Where on the page, as its reader sees it. Default: Center.
            x: Points from the left edge of the page to that of the watermark. With X or Y, Position does not count.
            y: Points from the bottom edge of the page to that of the watermark.
            width: Points; its own width by default.
            height: Points; its own height by default.
            auto_scale: Fits it into Width and Height and keeps its ratio; false stretches it. Default: true.
            angle: Degrees to turn it against the clock. Default: 0.
            opacity: Percent; 100 covers what lies below, 0 cannot be seen. Default: 100.
            tile: Repeats the watermark over the whole page. Default: false.
            pages: The pages to mark, like 1;4-6. All by default.
            password: Opens a document that is protected.
            owner_password: The owner's password of a protected document, instead of Password.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "watermark/image-to-pdf",
            {
                "File": file,
                "WatermarkImage": watermark_image,
                "LayerPosition": layer_position,
                "Position": position,
                "X": x,
                "Y": y,
                "Width": width,
                "Height": height,
                "AutoScale": auto_scale,
                "Angle": angle,
                "Opacity": opacity,
                "Tile": tile,
                "Pages": pages,
                "Password": password,
                "OwnerPassword": owner_password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def pdf_to_pdf(
        self,
        *,
        file: FileInput,
        overlay_file: FileInput,
        start_page: Optional[int] = None,
        end_page: Optional[int] = None,
        layer_position: Optional[Literal["Background", "Foreground"]] = None,
        position: Optional[Literal["TopLeft", "TopMiddle", "TopRight", "MiddleLeft", "Center", "MiddleRight", "BottomLeft", "BottomMiddle", "BottomRight"]] = None,
        x: Optional[float] = None,
        y: Optional[float] = None,
        width: Optional[float] = None,
        height: Optional[float] = None,
        auto_scale: Optional[bool] = None,
        angle: Optional[float] = None,
        opacity: Optional[int] = None,
        tile: Optional[bool] = None,
        pages: Optional[str] = None,
        password: Optional[str] = None,
        owner_password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """PDF watermark. Lays the pages of one PDF under or over those of another: a letterhead, a stamp. The last one serves all that follow.

        Args:
            file: The PDF.
            overlay_file: The PDF to lay under or over it; larger than a page, it is made to fit.
            start_page: The first page to mark.
            end_page: The last page to mark.
            layer_position: In front of the page's content, or behind it. Default: Background.
            position: Where on the page, as its reader sees it. Default: Center.
            x: Points from the left edge of the page to that of the watermark. With X or Y, Position does not count.
            y: Points from the bottom edge of the page to that of the watermark.
            width: Points; its own width by default.
            height: Points; its own height by default.
            auto_scale: Fits it into Width and Height and keeps its ratio; false stretches it. Default: true.
            angle: Degrees to turn it against the clock. Default: 0.
            opacity: Percent; 100 covers what lies below, 0 cannot be seen. Default: 100.
            tile: Repeats the watermark over the whole page. Default: false.
            pages: The pages to mark, like 1;4-6. All by default.
            password: Opens a document that is protected.
            owner_password: The owner's password of a protected document, instead of Password.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "watermark/pdf-to-pdf",
            {
                "File": file,
                "OverlayFile": overlay_file,
                "StartPage": start_page,
                "EndPage": end_page,
                "LayerPosition": layer_position,
                "Position": position,
                "X": x,
                "Y": y,
                "Width": width,
                "Height": height,
                "AutoScale": auto_scale,
                "Angle": angle,
                "Opacity": opacity,
                "Tile": tile,
                "Pages": pages,
                "Password": password,
                "OwnerPassword": owner_password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def html_to_pdf(
        self,
        *,
        file: FileInput,
        html: FileInput,
        margins: Optional[str] = None,
        layer_position: Optional[Literal["Background", "Foreground"]] = None,
        position: Optional[Literal["TopLeft", "TopMiddle", "TopRight", "MiddleLeft", "Center", "MiddleRight", "BottomLeft", "BottomMiddle", "BottomRight"]] = None,
        x: Optional[float] = None,
        y: Optional[float] = None,
        width: Optional[float] = None,
        height: Optional[float] = None,
        auto_scale: Optional[bool] = None,
        angle: Optional[float] = None,
        opacity: Optional[int] = None,
        tile: Optional[bool] = None,
        pages: Optional[str] = None,
        password: Optional[str] = None,
        owner_password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """HTML watermark. Lays an HTML page over or under the pages of a PDF. What the page leaves free lets the PDF show.

        Args:
            file: The PDF.
            html: The HTML page, printed on A4; larger than a page, it is made to fit.
            margins: Of the HTML page in pixels, like 25 50 75 100: top, right, bottom, left. Default: 0.
            layer_position: In front of the page's content, or behind it. Default: Foreground.
            position: Where on the page, as its reader sees it. Default: Center.
            x: Points from the left edge of the page to that of the watermark. With X or Y, Position does not count.
            y: Points from the bottom edge of the page to that of the watermark.
            width: Points; its own width by default.
            height: Points; its own height by default.
            auto_scale: Fits it into Width and Height and keeps its ratio; false stretches it. Default: true.
            angle: Degrees to turn it against the clock. Default: 0.
            opacity: Percent; 100 covers what lies below, 0 cannot be seen. Default: 100.
            tile: Repeats the watermark over the whole page. Default: false.
            pages: The pages to mark, like 1;4-6. All by default.
            password: Opens a document that is protected.
            owner_password: The owner's password of a protected document, instead of Password.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "watermark/html-to-pdf",
            {
                "File": file,
                "Html": html,
                "Margins": margins,
                "LayerPosition": layer_position,
                "Position": position,
                "X": x,
                "Y": y,
                "Width": width,
                "Height": height,
                "AutoScale": auto_scale,
                "Angle": angle,
                "Opacity": opacity,
                "Tile": tile,
                "Pages": pages,
                "Password": password,
                "OwnerPassword": owner_password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )


class Mail(Group):
    """The actions of ``mail/``."""

    def parse(
        self,
        *,
        file: FileInput,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Any:
        """Parse email. Answers what an e-mail message holds: subject, from, to, cc, bcc, replyTo, date, messageId, text, html without what acts, and name, type and size of each attachment.

        Args:
            file: The message: EML, or MSG as Outlook saves it.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._ask(
            "mail/parse",
            {
                "File": file,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def extract_attachments(
        self,
        *,
        file: FileInput,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Extract attachments from email. Gives every file attached to an e-mail message, under its own name; a Winmail.dat is opened.

        Args:
            file: The message: EML, or MSG as Outlook saves it.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "mail/extract-attachments",
            {
                "File": file,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )


class Image(Group):
    """The actions of ``image/``."""

    def convert(
        self,
        *,
        file: FileInput,
        format: Literal["Png", "Jpeg", "Webp", "Tiff", "Gif", "Avif"],
        quality: Optional[int] = None,
        background: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Convert image. Puts a picture into another format, upright. Frames and pages are kept between Gif, Webp and Tiff; else the first is taken.

        Args:
            file: The picture.
            format: The result's format.
            quality: How much of the picture Jpeg, Webp and Avif keep; 85, 80 and 60 by default.
            background: Colour behind what is transparent, like ffffff; white by default where the format knows no transparency.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "image/convert",
            {
                "File": file,
                "Format": format,
                "Quality": quality,
                "Background": background,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def resize(
        self,
        *,
        file: FileInput,
        width: Optional[int] = None,
        height: Optional[int] = None,
        fit: Optional[Literal["Inside", "Cover", "Stretch"]] = None,
        enlarge: Optional[bool] = None,
        format: Optional[Literal["Png", "Jpeg", "Webp", "Tiff", "Gif", "Avif"]] = None,
        quality: Optional[int] = None,
        background: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Resize image. Makes a picture smaller or larger.

        Args:
            file: The picture.
            width: Pixels; without it Height decides.
            height: Pixels; without it Width decides.
            fit: Inside keeps the proportions, Cover fills both sides and cuts off what sticks out, Stretch distorts. Default: Inside.
            enlarge: Makes a picture larger than it is, where that is asked. Default: false.
            format: The result's format; that of the picture by default. HEIC becomes Jpeg, BMP and SVG become Png.
            quality: How much of the picture Jpeg, Webp and Avif keep; 85, 80 and 60 by default.
            background: Colour behind what is transparent, like ffffff; white by default where the format knows no transparency.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "image/resize",
            {
                "File": file,
                "Width": width,
                "Height": height,
                "Fit": fit,
                "Enlarge": enlarge,
                "Format": format,
                "Quality": quality,
                "Background": background,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def rotate(
        self,
        *,
        file: FileInput,
        angle: Optional[Literal["0", "90", "180", "270"]] = None,
        flip: Optional[Literal["None", "Horizontal", "Vertical"]] = None,
        format: Optional[Literal["Png", "Jpeg", "Webp", "Tiff", "Gif", "Avif"]] = None,
        quality: Optional[int] = None,
        background: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Rotate image. Turns a picture clockwise, then mirrors it.

        Args:
            file: The picture.
            angle: Degrees clockwise, beside how the picture is seen. Default: 0.
            flip: Horizontal changes left and right, Vertical top and bottom. Default: None.
            format: The result's format; that of the picture by default. HEIC becomes Jpeg, BMP and SVG become Png.
            quality: How much of the picture Jpeg, Webp and Avif keep; 85, 80 and 60 by default.
            background: Colour behind what is transparent, like ffffff; white by default where the format knows no transparency.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "image/rotate",
            {
                "File": file,
                "Angle": angle,
                "Flip": flip,
                "Format": format,
                "Quality": quality,
                "Background": background,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def crop(
        self,
        *,
        file: FileInput,
        width: int,
        height: int,
        left: Optional[int] = None,
        top: Optional[int] = None,
        format: Optional[Literal["Png", "Jpeg", "Webp", "Tiff", "Gif", "Avif"]] = None,
        quality: Optional[int] = None,
        background: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Crop image. Cuts a part out of a picture, measured as the picture is seen.

        Args:
            file: The picture.
            width: The part's width in pixels.
            height: The part's height in pixels.
            left: Pixels to the left of the part. Default: 0.
            top: Pixels above the part. Default: 0.
            format: The result's format; that of the picture by default. HEIC becomes Jpeg, BMP and SVG become Png.
            quality: How much of the picture Jpeg, Webp and Avif keep; 85, 80 and 60 by default.
            background: Colour behind what is transparent, like ffffff; white by default where the format knows no transparency.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "image/crop",
            {
                "File": file,
                "Width": width,
                "Height": height,
                "Left": left,
                "Top": top,
                "Format": format,
                "Quality": quality,
                "Background": background,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def info(
        self,
        *,
        file: FileInput,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Any:
        """Image information. Tells a picture's format, size in pixels, channels, density, pages and how it is turned.

        Args:
            file: The picture.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._ask(
            "image/info",
            {
                "File": file,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def strip_metadata(
        self,
        *,
        file: FileInput,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Strip metadata from image. Removes what a picture tells beside itself: place, camera, author, comments, previews. The picture itself is not touched.

        Args:
            file: The picture.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "image/strip-metadata",
            {
                "File": file,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )


class Regex(Group):
    """The actions of ``regex/``."""

    def match(
        self,
        *,
        text: FileInput,
        pattern: str,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Any:
        """Regular expression match. Answers every match: the whole as Match0, named groups by their names, others as Match1 and so on.

        Args:
            text: The text, as a file or as the field's value.
            pattern: A regular expression as .NET writes them; options such as (?mi) stand at its start.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._ask(
            "regex/match",
            {
                "Text": text,
                "Pattern": pattern,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def replace(
        self,
        *,
        text: FileInput,
        pattern: str,
        replacement: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Any:
        """Regular expression replace. Answers the text with every match replaced.

        Args:
            text: The text, as a file or as the field's value.
            pattern: A regular expression as .NET writes them; options such as (?mi) stand at its start.
            replacement: What takes the place of a match, with $1, ${name}, $$, $&, $`, $', $+ and $_. Nothing by default.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._ask(
            "regex/replace",
            {
                "Text": text,
                "Pattern": pattern,
                "Replacement": replacement,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def test(
        self,
        *,
        text: FileInput,
        pattern: str,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Any:
        """Regular expression test. Answers whether the text has a match.

        Args:
            text: The text, as a file or as the field's value.
            pattern: A regular expression as .NET writes them; options such as (?mi) stand at its start.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._ask(
            "regex/test",
            {
                "Text": text,
                "Pattern": pattern,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def split(
        self,
        *,
        text: FileInput,
        pattern: str,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Any:
        """Regular expression split. Answers the parts of the text between the matches, and what groups of the pattern matched.

        Args:
            text: The text, as a file or as the field's value.
            pattern: A regular expression as .NET writes them; options such as (?mi) stand at its start.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._ask(
            "regex/split",
            {
                "Text": text,
                "Pattern": pattern,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )


class Archive(Group):
    """The actions of ``archive/``."""

    def create(
        self,
        *,
        file: Union[FileInput, Sequence[FileInput]],
        file_name: Optional[str] = None,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Create ZIP archive. Puts files of any kind into a ZIP archive, under their own names.

        Args:
            file: The files, in order.
            file_name: The archive's name, without extension.
            password: Protects the archive with AES-256.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "archive/create",
            {
                "File": file,
                "FileName": file_name,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def extract(
        self,
        *,
        file: FileInput,
        include_folders: Optional[bool] = None,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Extract archive. Gives the files of a ZIP, 7z or TAR archive (also packed by gzip, bzip2, xz or zstd).

        Args:
            file: The archive.
            include_folders: Files in folders come too. Default: false.
            password: Opens an archive that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._make(
            "archive/extract",
            {
                "File": file,
                "IncludeFolders": include_folders,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )

    def list(
        self,
        *,
        file: FileInput,
        password: Optional[str] = None,
        callback_url: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Any:
        """List archive. Answers path, size and time of every entry of a ZIP, 7z or TAR archive.

        Args:
            file: The archive.
            password: Opens an archive that is protected.
            callback_url: An http or https address that is told once, by POST, when the job has ended.
        """
        return self._ask(
            "archive/list",
            {
                "File": file,
                "Password": password,
                "CallbackUrl": callback_url,
            },
            idempotency_key,
            timeout,
        )


class Actions(Caller):
    """Every action, by group."""

    def __init__(self) -> None:
        self.convert = Convert(self)
        self.generate = Generate(self)
        self.pdf = Pdf(self)
        self.watermark = Watermark(self)
        self.mail = Mail(self)
        self.image = Image(self)
        self.regex = Regex(self)
        self.archive = Archive(self)
