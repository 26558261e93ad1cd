// Made from the catalogue by clients/generate.mjs. Do not edit.

/** @typedef {import('./form.js').FileInput} FileInput */
/** @typedef {import('./result.js').Result} Result */
/** @typedef {import('./docmill.js').CallOptions} CallOptions */
/** @typedef {{call(action: string, form: Record<string, any>, options?: CallOptions): Promise<any>}} Caller */
/** @typedef {'convert/docx-to-pdf' | 'convert/xlsx-to-pdf' | 'convert/pptx-to-pdf' | 'convert/any-to-pdf' | 'convert/doc-to-docx' | 'convert/xls-to-xlsx' | 'convert/ppt-to-pptx' | 'convert/html-to-docx' | 'convert/office' | 'convert/merge-docx' | 'convert/merge-xlsx' | 'generate/from-docx' | 'generate/from-fillable-docx' | 'generate/from-html' | 'generate/from-xlsx' | 'generate/from-pptx' | 'generate/check-template' | 'generate/dry-run' | 'convert/pdf-to-image' | 'convert/pdf-to-text' | 'convert/image-to-pdf' | 'convert/html-to-pdf' | 'convert/url-to-pdf' | 'convert/html-to-image' | 'convert/url-to-image' | 'convert/email-to-pdf' | 'convert/email-to-html' | 'convert/markdown-to-pdf' | 'convert/markdown-to-html' | 'pdf/merge' | 'pdf/merge-any' | 'pdf/split' | 'pdf/extract-pages' | 'pdf/delete-pages' | 'pdf/reorder-pages' | 'pdf/rotate' | 'pdf/protect' | 'pdf/unprotect' | 'pdf/protection-info' | 'pdf/compress' | 'pdf/linearize' | 'pdf/flatten' | 'pdf/get-metadata' | 'pdf/set-metadata' | 'pdf/get-bookmarks' | 'pdf/set-bookmarks' | 'pdf/extract-attachments' | 'pdf/extract-images' | 'pdf/get-form' | 'pdf/get-form-fields' | 'pdf/fill-form' | 'pdf/add-attachments' | 'pdf/remove-attachments' | 'pdf/nup' | 'pdf/booklet' | 'pdf/resize' | 'pdf/crop' | 'pdf/thumbnail' | 'pdf/info' | 'pdf/compare' | 'pdf/difference-images' | 'pdf/add-page-numbers' | 'watermark/text-to-pdf' | 'watermark/image-to-pdf' | 'watermark/pdf-to-pdf' | 'watermark/html-to-pdf' | 'mail/parse' | 'mail/extract-attachments' | 'image/convert' | 'image/resize' | 'image/rotate' | 'image/crop' | 'image/info' | 'image/strip-metadata' | 'convert/csv-to-json' | 'convert/csv-to-xlsx' | 'convert/json-to-xlsx' | 'convert/json-to-csv' | 'convert/xlsx-to-csv' | 'convert/xlsx-to-json' | 'regex/match' | 'regex/replace' | 'regex/test' | 'regex/split' | 'archive/create' | 'archive/extract' | 'archive/list'} ActionId */

/**
 * @typedef {object} ConvertDocxToPdfForm
 * @property {FileInput} file The Word document.
 * @property {boolean} [notes] Comments become notes of the PDF.
 * @property {boolean} [updateIndexes] Tables of contents and other indexes are made anew first.
 * @property {string} [pages] The pages to keep, ascending, like 1-3;5. All by default.
 * @property {'PDF1.7' | 'PDF1.6' | 'PDF/A-1b' | 'PDF/A-2b' | 'PDF/A-3b'} [pdfFormat] The kind of PDF: for archives one of the PDF/A levels.
 * @property {boolean} [pdfUa] Tagged for readers of people who cannot see it (PDF/UA).
 * @property {boolean} [bookmarks] Headings, sheets or slides become bookmarks.
 * @property {boolean} [formFields] Form fields stay fields that can be filled in.
 * @property {number} [quality] JPEG quality of pictures, percent.
 * @property {boolean} [losslessImages] Pictures are stored without loss.
 * @property {number} [maxImageResolution] Pictures with more dots an inch are made smaller.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ConvertXlsxToPdfForm
 * @property {FileInput} file The Excel workbook.
 * @property {boolean} [singlePageSheets] Each sheet on one page as large as it needs.
 * @property {string} [pages] The pages to keep, ascending, like 1-3;5. All by default.
 * @property {'PDF1.7' | 'PDF1.6' | 'PDF/A-1b' | 'PDF/A-2b' | 'PDF/A-3b'} [pdfFormat] The kind of PDF: for archives one of the PDF/A levels.
 * @property {boolean} [pdfUa] Tagged for readers of people who cannot see it (PDF/UA).
 * @property {boolean} [bookmarks] Headings, sheets or slides become bookmarks.
 * @property {boolean} [formFields] Form fields stay fields that can be filled in.
 * @property {number} [quality] JPEG quality of pictures, percent.
 * @property {boolean} [losslessImages] Pictures are stored without loss.
 * @property {number} [maxImageResolution] Pictures with more dots an inch are made smaller.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ConvertPptxToPdfForm
 * @property {FileInput} file The PowerPoint presentation.
 * @property {boolean} [hiddenSlides] Hidden slides too.
 * @property {string} [pages] The pages to keep, ascending, like 1-3;5. All by default.
 * @property {'PDF1.7' | 'PDF1.6' | 'PDF/A-1b' | 'PDF/A-2b' | 'PDF/A-3b'} [pdfFormat] The kind of PDF: for archives one of the PDF/A levels.
 * @property {boolean} [pdfUa] Tagged for readers of people who cannot see it (PDF/UA).
 * @property {boolean} [bookmarks] Headings, sheets or slides become bookmarks.
 * @property {boolean} [formFields] Form fields stay fields that can be filled in.
 * @property {number} [quality] JPEG quality of pictures, percent.
 * @property {boolean} [losslessImages] Pictures are stored without loss.
 * @property {number} [maxImageResolution] Pictures with more dots an inch are made smaller.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ConvertAnyToPdfForm
 * @property {FileInput} file The document.
 * @property {string} [filename] The document's name with its extension, when the uploaded file has another name or none.
 * @property {boolean} [mergeAttachments] Of a message: whether what is attached follows it. Default: true.
 * @property {boolean} [loadRemoteContent] Of a message: whether pictures and styles that lie elsewhere are loaded, which can tell its sender that it was read. Default: false.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ConvertDocToDocxForm
 * @property {FileInput} file The Word 97-2003 document.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ConvertXlsToXlsxForm
 * @property {FileInput} file The Excel 97-2003 workbook.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ConvertPptToPptxForm
 * @property {FileInput} file The PowerPoint 97-2003 presentation.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ConvertHtmlToDocxForm
 * @property {FileInput} file The HTML page, as a file or as text.
 * @property {'A4' | 'Letter' | 'LetterSmall' | 'Tabloid' | 'Ledger' | 'Legal' | 'Statement' | 'Executive' | 'A2' | 'A3' | 'A4Small' | 'A5' | 'B4' | 'B5'} [paperSize] The paper. Default: A4.
 * @property {'Portrait' | 'Landscape'} [orientation] How the paper stands. Default: Portrait.
 * @property {string} [margins] One to four lengths, in the order of CSS: top, right, bottom, left; in points where no unit is given.
 * @property {boolean} [decodeHtml] The mark-up came escaped, &lt;p&gt; for a paragraph. Default: false.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ConvertOfficeForm
 * @property {FileInput} file The document.
 * @property {'Docx' | 'Odt' | 'Rtf' | 'Txt' | 'Html' | 'Epub' | 'Doc' | 'Xlsx' | 'Ods' | 'Xls' | 'Csv' | 'Pptx' | 'Odp' | 'Ppt' | 'Odg' | 'Pdf'} format Of a text: Docx, Odt, Rtf, Txt, Html, Epub, Doc. Of a spreadsheet: Xlsx, Ods, Xls, Csv (its first sheet), Html. Of a presentation: Pptx, Odp, Ppt. Of a drawing: Odg. Of all: Pdf.
 * @property {string} [filename] The document's name with its extension, when the uploaded file has another name or none.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ConvertMergeDocxForm
 * @property {FileInput | FileInput[]} file The documents, in order.
 * @property {boolean} [applyHeaderAndFooter] The first document's headers and footers on all pages. Without AddPageBreak it is always so. Default: false.
 * @property {boolean} [addPageBreak] Each document begins on a new page and keeps its own page size, margins and orientation. Default: false.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ConvertMergeXlsxForm
 * @property {FileInput | FileInput[]} file The workbooks, in order.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ConvertPdfToImageForm
 * @property {FileInput} file The PDF.
 * @property {string} [filenamePrefix] What the names of the pictures begin with; the page's number follows. The PDF's own name by default.
 * @property {number} [startPage] The first page to draw.
 * @property {number} [endPage] The last page to draw.
 * @property {string} [pages] Which pages, in this order, like 1-3;9;5. All by default, up to 1,000.
 * @property {'Jpeg' | 'Png' | 'Gif' | 'Bmp' | 'Tiff' | 'Webp'} [format] The pictures' format. Default: Png.
 * @property {number} [dpi] Pixels an inch. A picture may have 150 million pixels; 50 million as Gif or Webp. Default: 150.
 * @property {number} [quality] How much of the picture Jpeg and Webp keep. Default: 85.
 * @property {boolean} [grayscale] Pictures in shades of grey. Default: false.
 * @property {boolean} [transparent] The paper is left out; Png and Webp only. Default: false.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ConvertPdfToTextForm
 * @property {FileInput} file The PDF.
 * @property {number} [startPage] The first page to read.
 * @property {number} [endPage] The last page to read.
 * @property {string} [pages] Which pages, in this order, like 1-3;9;5. All by default.
 * @property {'Raw' | 'HTML'} [resultType] Raw: plain text in UTF-8, a form feed after each page. HTML: with paragraphs and bold words. Default: Raw.
 * @property {'Raw' | 'Physical' | 'Reading'} [layout] Raw text in the order of reading, kept in place with spaces (Physical), or as the PDF draws it (Raw). Default: Reading.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ConvertImageToPdfForm
 * @property {FileInput | FileInput[]} file The pictures, in order.
 * @property {boolean} [imagePerPage] A page for each picture; otherwise as many on a page as there is room for, in rows. Default: true.
 * @property {'Fit' | 'A4' | 'Letter' | 'A2' | 'A3' | 'A5' | 'B4' | 'B5' | 'Legal' | 'Tabloid' | 'Ledger' | 'Statement' | 'Executive'} [pageSize] Fit makes each page as large as its picture. Pictures that share pages are put on A4 then. Default: Fit.
 * @property {'Auto' | 'Portrait' | 'Landscape'} [orientation] How the paper lies; Auto: like the picture. Default: Auto.
 * @property {number} [margin] Points that stay free on every side. 28, a centimetre, by default; 0 where the page is as large as its picture.
 * @property {'Contain' | 'Cover' | 'None'} [fit] On paper: Contain shows all of the picture as large as it goes, Cover fills the paper and cuts off what sticks out, None keeps its size. Default: Contain.
 * @property {number} [dpi] Pixels an inch of pictures that do not say. Default: 96.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ConvertHtmlToPdfForm
 * @property {FileInput} file The page, as a file or as text.
 * @property {FileInput | FileInput[]} [assets] What the page refers to by relative addresses: pictures, style sheets, fonts, scripts, each by its file name.
 * @property {'A4' | 'Letter' | 'LetterSmall' | 'Tabloid' | 'Ledger' | 'Legal' | 'Statement' | 'Executive' | 'A2' | 'A3' | 'A4Small' | 'A5' | 'B4' | 'B5'} [size] The paper. Default: A4.
 * @property {string} [width] The paper's width where Size does not do: 210mm, 8.5in, 20cm, 600pt, or pixels without a unit.
 * @property {string} [height] The paper's height, likewise.
 * @property {'Portrait' | 'Landscape'} [orientation] How the paper stands. Default: Portrait.
 * @property {string} [margins] One to four lengths, in the order of CSS: top, right, bottom, left; in pixels where no unit is given: 10mm 20mm. Without them about 1 cm, and as much more as a header and a footer need.
 * @property {FileInput} [header] A whole HTML document that stands on top of each page, with its styles and pictures. Elements of the classes pageNumber, totalPages, date, title and url are filled in. Its fonts are those of the system.
 * @property {FileInput} [footer] The same for the bottom of each page.
 * @property {string} [pageRanges] Which pages, 1-3;5, in the page's own order; all when not given.
 * @property {number} [scale] Per cent. Default: 100.
 * @property {boolean} [background] Whether backgrounds are printed. Default: true.
 * @property {boolean} [preferCssPageSize] Whether the page's own @page size goes before Size. Default: false.
 * @property {boolean} [outline] Whether headings become bookmarks. Default: false.
 * @property {boolean} [tagged] Whether the PDF is tagged, for screen readers. Default: true.
 * @property {'Print' | 'Screen'} [mediaType] Whose style rules apply. Default: Print.
 * @property {number} [waitDelay] Milliseconds to wait after the page has loaded. Default: 0.
 * @property {string} [waitSelector] Wait until an element matches this CSS selector.
 * @property {string} [waitExpression] Wait until this JavaScript is true.
 * @property {boolean} [waitNetworkIdle] Wait until the page has fetched nothing for half a second. Default: false.
 * @property {boolean} [javaScript] Whether the page's scripts run. Default: true.
 * @property {boolean} [strict] Whether a picture, style sheet, font or script that cannot be loaded fails the job; else it is a warning. Default: false.
 * @property {string} [extraHeaders] JSON: headers for requests to certain hosts, {"https://host": {"Name": "value"}}; those without a host go to Url's.
 * @property {string} [timezone] The page's time zone, Europe/Berlin; else UTC.
 * @property {string} [locale] The page's language, de-DE; else en-US.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ConvertUrlToPdfForm
 * @property {string} url The page's address, http or https.
 * @property {'A4' | 'Letter' | 'LetterSmall' | 'Tabloid' | 'Ledger' | 'Legal' | 'Statement' | 'Executive' | 'A2' | 'A3' | 'A4Small' | 'A5' | 'B4' | 'B5'} [size] The paper. Default: A4.
 * @property {string} [width] The paper's width where Size does not do: 210mm, 8.5in, 20cm, 600pt, or pixels without a unit.
 * @property {string} [height] The paper's height, likewise.
 * @property {'Portrait' | 'Landscape'} [orientation] How the paper stands. Default: Portrait.
 * @property {string} [margins] One to four lengths, in the order of CSS: top, right, bottom, left; in pixels where no unit is given: 10mm 20mm. Without them about 1 cm, and as much more as a header and a footer need.
 * @property {FileInput} [header] A whole HTML document that stands on top of each page, with its styles and pictures. Elements of the classes pageNumber, totalPages, date, title and url are filled in. Its fonts are those of the system.
 * @property {FileInput} [footer] The same for the bottom of each page.
 * @property {string} [pageRanges] Which pages, 1-3;5, in the page's own order; all when not given.
 * @property {number} [scale] Per cent. Default: 100.
 * @property {boolean} [background] Whether backgrounds are printed. Default: true.
 * @property {boolean} [preferCssPageSize] Whether the page's own @page size goes before Size. Default: false.
 * @property {boolean} [outline] Whether headings become bookmarks. Default: false.
 * @property {boolean} [tagged] Whether the PDF is tagged, for screen readers. Default: true.
 * @property {'Print' | 'Screen'} [mediaType] Whose style rules apply. Default: Print.
 * @property {number} [waitDelay] Milliseconds to wait after the page has loaded. Default: 0.
 * @property {string} [waitSelector] Wait until an element matches this CSS selector.
 * @property {string} [waitExpression] Wait until this JavaScript is true.
 * @property {boolean} [waitNetworkIdle] Wait until the page has fetched nothing for half a second. Default: false.
 * @property {boolean} [javaScript] Whether the page's scripts run. Default: true.
 * @property {boolean} [strict] Whether a picture, style sheet, font or script that cannot be loaded fails the job; else it is a warning. Default: false.
 * @property {string} [extraHeaders] JSON: headers for requests to certain hosts, {"https://host": {"Name": "value"}}; those without a host go to Url's.
 * @property {string} [timezone] The page's time zone, Europe/Berlin; else UTC.
 * @property {string} [locale] The page's language, de-DE; else en-US.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ConvertHtmlToImageForm
 * @property {FileInput} file The page, as a file or as text.
 * @property {FileInput | FileInput[]} [assets] What the page refers to by relative addresses: pictures, style sheets, fonts, scripts, each by its file name.
 * @property {'Png' | 'Jpeg' | 'Webp'} [format] The kind of picture. Default: Png.
 * @property {number} [quality] Of Jpeg and Webp, per cent. Default: 85.
 * @property {number} [width] Of the window, pixels. Default: 1280.
 * @property {number} [height] Of the window, pixels. Default: 1024.
 * @property {number} [scale] Pixels of the picture for each of the window's. Default: 1.
 * @property {boolean} [fullPage] Whether the picture shows the whole page, or what fits the window. Default: true.
 * @property {string} [selector] Only the element that matches this CSS selector.
 * @property {boolean} [omitBackground] Whether a page without a background of its own is transparent (Png and Webp). Default: false.
 * @property {'Print' | 'Screen'} [mediaType] Whose style rules apply. Default: Screen.
 * @property {number} [waitDelay] Milliseconds to wait after the page has loaded. Default: 0.
 * @property {string} [waitSelector] Wait until an element matches this CSS selector.
 * @property {string} [waitExpression] Wait until this JavaScript is true.
 * @property {boolean} [waitNetworkIdle] Wait until the page has fetched nothing for half a second. Default: false.
 * @property {boolean} [javaScript] Whether the page's scripts run. Default: true.
 * @property {boolean} [strict] Whether a picture, style sheet, font or script that cannot be loaded fails the job; else it is a warning. Default: false.
 * @property {string} [extraHeaders] JSON: headers for requests to certain hosts, {"https://host": {"Name": "value"}}; those without a host go to Url's.
 * @property {string} [timezone] The page's time zone, Europe/Berlin; else UTC.
 * @property {string} [locale] The page's language, de-DE; else en-US.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ConvertUrlToImageForm
 * @property {string} url The page's address, http or https.
 * @property {'Png' | 'Jpeg' | 'Webp'} [format] The kind of picture. Default: Png.
 * @property {number} [quality] Of Jpeg and Webp, per cent. Default: 85.
 * @property {number} [width] Of the window, pixels. Default: 1280.
 * @property {number} [height] Of the window, pixels. Default: 1024.
 * @property {number} [scale] Pixels of the picture for each of the window's. Default: 1.
 * @property {boolean} [fullPage] Whether the picture shows the whole page, or what fits the window. Default: true.
 * @property {string} [selector] Only the element that matches this CSS selector.
 * @property {boolean} [omitBackground] Whether a page without a background of its own is transparent (Png and Webp). Default: false.
 * @property {'Print' | 'Screen'} [mediaType] Whose style rules apply. Default: Screen.
 * @property {number} [waitDelay] Milliseconds to wait after the page has loaded. Default: 0.
 * @property {string} [waitSelector] Wait until an element matches this CSS selector.
 * @property {string} [waitExpression] Wait until this JavaScript is true.
 * @property {boolean} [waitNetworkIdle] Wait until the page has fetched nothing for half a second. Default: false.
 * @property {boolean} [javaScript] Whether the page's scripts run. Default: true.
 * @property {boolean} [strict] Whether a picture, style sheet, font or script that cannot be loaded fails the job; else it is a warning. Default: false.
 * @property {string} [extraHeaders] JSON: headers for requests to certain hosts, {"https://host": {"Name": "value"}}; those without a host go to Url's.
 * @property {string} [timezone] The page's time zone, Europe/Berlin; else UTC.
 * @property {string} [locale] The page's language, de-DE; else en-US.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ConvertEmailToPdfForm
 * @property {FileInput} file The message: EML, or MSG as Outlook saves it.
 * @property {boolean} [mergeAttachments] Whether the attachments are turned into PDF and put behind the message. Default: true.
 * @property {boolean} [loadRemoteContent] Whether pictures and styles that lie elsewhere are loaded. That can tell the sender that the message was read, so it is not done unless asked for; what was not loaded is told in a warning. Default: false.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ConvertEmailToHtmlForm
 * @property {FileInput} file The message: EML, or MSG as Outlook saves it.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ConvertMarkdownToPdfForm
 * @property {FileInput} file The Markdown text.
 * @property {'A4' | 'Letter' | 'LetterSmall' | 'Tabloid' | 'Ledger' | 'Legal' | 'Statement' | 'Executive' | 'A2' | 'A3' | 'A4Small' | 'A5' | 'B4' | 'B5'} [size] The paper. Default: A4.
 * @property {string} [width] The paper's width where Size does not do: 210mm, 8.5in, 20cm, 600pt, or pixels without a unit.
 * @property {string} [height] The paper's height, likewise.
 * @property {'Portrait' | 'Landscape'} [orientation] How the paper stands. Default: Portrait.
 * @property {string} [margins] One to four lengths, in the order of CSS: top, right, bottom, left; in pixels where no unit is given: 10mm 20mm. Without them about 1 cm, and as much more as a header and a footer need.
 * @property {FileInput} [header] A whole HTML document that stands on top of each page, with its styles and pictures. Elements of the classes pageNumber, totalPages, date, title and url are filled in. Its fonts are those of the system.
 * @property {FileInput} [footer] The same for the bottom of each page.
 * @property {string} [pageRanges] Which pages, 1-3;5, in the page's own order; all when not given.
 * @property {number} [scale] Per cent. Default: 100.
 * @property {boolean} [background] Whether backgrounds are printed. Default: true.
 * @property {boolean} [preferCssPageSize] Whether the page's own @page size goes before Size. Default: false.
 * @property {boolean} [outline] Whether headings become bookmarks. Default: false.
 * @property {boolean} [tagged] Whether the PDF is tagged, for screen readers. Default: true.
 * @property {'Print' | 'Screen'} [mediaType] Whose style rules apply. Default: Print.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ConvertMarkdownToHtmlForm
 * @property {FileInput} file The Markdown text.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ConvertCsvToJsonForm
 * @property {FileInput} file The CSV.
 * @property {string} [headers] The names of the columns, with commas between. Without it the first line names them.
 * @property {boolean} [skipFirstLine] With Headers: the first line is none of the data. Default: false.
 * @property {string} [delimiter] What divides the columns: Comma, Semicolon, Tab, Pipe, or the character itself. Comma by default; where the first line has none, what it has instead.
 * @property {number} [limit] How many rows of data to take. All by default.
 * @property {string} [encoding] How the text is encoded, like windows-1252. Found out from the text when it is not given.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ConvertCsvToXlsxForm
 * @property {FileInput} file The CSV.
 * @property {string} [delimiter] What divides the columns: Comma, Semicolon, Tab, Pipe, or the character itself. Comma by default; where the first line has none, what it has instead.
 * @property {string} [locale] The culture in which numbers and dates are written, like de-DE. Default: en-US.
 * @property {number} [limit] How many rows of data to take. All by default.
 * @property {boolean} [hasHeaderRecords] The first row names the columns. Default: true.
 * @property {string} [mappings] Chooses, orders, types and names the columns: a JSON list of {"csvColumnIndexOrName", "xlsxColumnType", "xlsxColumnName"}. Types: General, Text, Integer, TwoDecimal, ThousandInteger, ThousandTwoDecimal, IntegerPercentage, TwoDecimalPercentage, Scientific, ShortDate, ShortDateTime, LongDate. All columns as they are by default.
 * @property {string} [encoding] How the text is encoded, like windows-1252. Found out from the text when it is not given.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ConvertJsonToXlsxForm
 * @property {FileInput} file The JSON, as a file or as the field's value: a list of objects, or an object that has one.
 * @property {string} [pathToJsonArray] Where the list of rows is in the JSON: names with dots between, like data.rows. The whole document by default.
 * @property {string} [locale] The culture in which numbers and dates are written, like de-DE. Default: en-US.
 * @property {string} [mappings] Chooses, orders, types and names the columns: a JSON list of {"jsonProperty", "xlsxColumnType", "xlsxColumnName"}, with the types of csv-to-xlsx. All keys by default.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ConvertJsonToCsvForm
 * @property {FileInput} file The JSON, as a file or as the field's value: a list of objects, or an object that has one.
 * @property {string} [pathToJsonArray] Where the list of rows is in the JSON: names with dots between, like data.rows. The whole document by default.
 * @property {string} [delimiter] What divides the columns: Comma, Semicolon, Tab, Pipe, or the character itself. Default: Comma.
 * @property {string} [locale] The culture in which numbers and dates are written, like de-DE. Default: en-US.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ConvertXlsxToCsvForm
 * @property {FileInput} file The workbook.
 * @property {string} [sheet] The sheet's name, or its number from 1. The first by default.
 * @property {string} [delimiter] What divides the columns: Comma, Semicolon, Tab, Pipe, or the character itself. Default: Comma.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ConvertXlsxToJsonForm
 * @property {FileInput} file The workbook.
 * @property {string} [sheet] The sheet's name, or its number from 1. The first by default.
 * @property {boolean} [hasHeaderRecords] The first row names the columns. Default: true.
 * @property {number} [limit] How many rows of data to take. All by default.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

export class Convert {
  /** @type {Caller} */
  #docmill;

  /** @param {Caller} docmill */
  constructor(docmill) {
    this.#docmill = docmill;
  }

  /**
   * DOCX to PDF. Turns a Word document into a PDF that looks the same.
   * @param {ConvertDocxToPdfForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  docxToPdf(form, options) {
    return this.#docmill.call('convert/docx-to-pdf', form, options);
  }

  /**
   * XLSX to PDF. Turns an Excel workbook into a PDF, sheet by sheet, by each sheet's print settings.
   * @param {ConvertXlsxToPdfForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  xlsxToPdf(form, options) {
    return this.#docmill.call('convert/xlsx-to-pdf', form, options);
  }

  /**
   * PPTX to PDF. Turns a PowerPoint presentation into a PDF with one page per slide.
   * @param {ConvertPptxToPdfForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  pptxToPdf(form, options) {
    return this.#docmill.call('convert/pptx-to-pdf', form, options);
  }

  /**
   * Any document to PDF. Turns a document of any known type into a PDF: office documents, pictures, web pages, Markdown, and messages with what is attached to them. The type is taken from the document's bytes first, then from its name. A PDF comes back as it is.
   * @param {ConvertAnyToPdfForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  anyToPdf(form, options) {
    return this.#docmill.call('convert/any-to-pdf', form, options);
  }

  /**
   * DOC to DOCX. Turns a Word 97-2003 document into a DOCX. Rich Text, which Word also stores as .doc, is taken too.
   * @param {ConvertDocToDocxForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  docToDocx(form, options) {
    return this.#docmill.call('convert/doc-to-docx', form, options);
  }

  /**
   * XLS to XLSX. Turns an Excel 97-2003 workbook into an XLSX.
   * @param {ConvertXlsToXlsxForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  xlsToXlsx(form, options) {
    return this.#docmill.call('convert/xls-to-xlsx', form, options);
  }

  /**
   * PPT to PPTX. Turns a PowerPoint 97-2003 presentation into a PPTX.
   * @param {ConvertPptToPptxForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  pptToPptx(form, options) {
    return this.#docmill.call('convert/ppt-to-pptx', form, options);
  }

  /**
   * HTML to DOCX. Turns an HTML page into a Word document that can be edited.
   * @param {ConvertHtmlToDocxForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  htmlToDocx(form, options) {
    return this.#docmill.call('convert/html-to-docx', form, options);
  }

  /**
   * Office document to another format. Turns a text, a spreadsheet or a presentation into another format of its kind, OpenDocument and Rich Text included.
   * @param {ConvertOfficeForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  office(form, options) {
    return this.#docmill.call('convert/office', form, options);
  }

  /**
   * Merge DOCX. Puts several Word documents together, in the order they are sent. Styles, lists, notes, pictures and charts come along.
   * @param {ConvertMergeDocxForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  mergeDocx(form, options) {
    return this.#docmill.call('convert/merge-docx', form, options);
  }

  /**
   * Merge XLSX. Puts the sheets of several workbooks into one, in the order they are sent. A sheet whose name is taken gets a number: "Sheet1 (2)"; formulas, charts and pivot tables follow.
   * @param {ConvertMergeXlsxForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  mergeXlsx(form, options) {
    return this.#docmill.call('convert/merge-xlsx', form, options);
  }

  /**
   * PDF to images. Makes a picture of each page of a PDF.
   * @param {ConvertPdfToImageForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  pdfToImage(form, options) {
    return this.#docmill.call('convert/pdf-to-image', form, options);
  }

  /**
   * PDF to text. Gives the text of a PDF, plain or as HTML. Nothing is recognised in pictures.
   * @param {ConvertPdfToTextForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  pdfToText(form, options) {
    return this.#docmill.call('convert/pdf-to-text', form, options);
  }

  /**
   * Images to PDF. Makes one PDF of pictures, in the order they are sent. JPEG pictures are taken as they are, others without loss; SVG stays a drawing. Of TIFF every page is taken, of a moving picture the first frame.
   * @param {ConvertImageToPdfForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  imageToPdf(form, options) {
    return this.#docmill.call('convert/image-to-pdf', form, options);
  }

  /**
   * HTML to PDF. Turns an HTML page into a PDF as Chromium prints it, with the pictures, styles and fonts it refers to.
   * @param {ConvertHtmlToPdfForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  htmlToPdf(form, options) {
    return this.#docmill.call('convert/html-to-pdf', form, options);
  }

  /**
   * Web page to PDF. Turns the page at an address into a PDF as Chromium prints it. The page is fetched without cookies.
   * @param {ConvertUrlToPdfForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  urlToPdf(form, options) {
    return this.#docmill.call('convert/url-to-pdf', form, options);
  }

  /**
   * HTML to picture. Turns an HTML page into a picture as Chromium shows it.
   * @param {ConvertHtmlToImageForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  htmlToImage(form, options) {
    return this.#docmill.call('convert/html-to-image', form, options);
  }

  /**
   * Web page to picture. Turns the page at an address into a picture as Chromium shows it. The page is fetched without cookies.
   * @param {ConvertUrlToImageForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  urlToImage(form, options) {
    return this.#docmill.call('convert/url-to-image', form, options);
  }

  /**
   * Email to PDF. Turns an e-mail message into a PDF: sender, recipients, date, subject and list of attachments, then the body with its pictures. Attached documents, pictures and messages follow in their order; attachments that have no pages are left out with a warning.
   * @param {ConvertEmailToPdfForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  emailToPdf(form, options) {
    return this.#docmill.call('convert/email-to-pdf', form, options);
  }

  /**
   * Email to HTML. Turns an e-mail message into an HTML page that stands alone: its head, then its body with the pictures that came along inside it; scripts, forms and whatever else acts are taken out.
   * @param {ConvertEmailToHtmlForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  emailToHtml(form, options) {
    return this.#docmill.call('convert/email-to-html', form, options);
  }

  /**
   * Markdown to PDF. Turns Markdown into a PDF: GitHub's flavour, with tables, task lists, strikethrough, links and footnotes.
   * @param {ConvertMarkdownToPdfForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  markdownToPdf(form, options) {
    return this.#docmill.call('convert/markdown-to-pdf', form, options);
  }

  /**
   * Markdown to HTML. Turns Markdown into an HTML page with a style for print: GitHub's flavour, with tables, task lists, strikethrough, links and footnotes. HTML in it is kept as far as it is harmless.
   * @param {ConvertMarkdownToHtmlForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  markdownToHtml(form, options) {
    return this.#docmill.call('convert/markdown-to-html', form, options);
  }

  /**
   * CSV to JSON. Answers the rows of a CSV file as a list of objects whose values are all text.
   * @param {ConvertCsvToJsonForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  csvToJson(form, options) {
    return this.#docmill.call('convert/csv-to-json', form, options);
  }

  /**
   * CSV to XLSX. Makes an Excel workbook of a CSV file. Numbers become numbers where nothing is lost by it; no value becomes a formula.
   * @param {ConvertCsvToXlsxForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  csvToXlsx(form, options) {
    return this.#docmill.call('convert/csv-to-xlsx', form, options);
  }

  /**
   * JSON to XLSX. Makes an Excel workbook of a list in a JSON document: a row for each object, a column for each key.
   * @param {ConvertJsonToXlsxForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  jsonToXlsx(form, options) {
    return this.#docmill.call('convert/json-to-xlsx', form, options);
  }

  /**
   * JSON to CSV. Makes CSV in UTF-8 of a list in a JSON document: a row for each object, a column for each key.
   * @param {ConvertJsonToCsvForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  jsonToCsv(form, options) {
    return this.#docmill.call('convert/json-to-csv', form, options);
  }

  /**
   * XLSX to CSV. Makes CSV in UTF-8 of one sheet: numbers with a point, dates as 2024-01-31, formulas as their last results.
   * @param {ConvertXlsxToCsvForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  xlsxToCsv(form, options) {
    return this.#docmill.call('convert/xlsx-to-csv', form, options);
  }

  /**
   * XLSX to JSON. Answers the rows of one sheet as a list of objects.
   * @param {ConvertXlsxToJsonForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  xlsxToJson(form, options) {
    return this.#docmill.call('convert/xlsx-to-json', form, options);
  }
}

/**
 * @typedef {object} GenerateFromDocxForm
 * @property {FileInput} file The Word document with tokens: {{company.name}}.
 * @property {FileInput | object} data JSON, as a file or as text: an object, or a list of them. Its names are those of the template's tokens.
 * @property {'Docx' | 'Odt' | 'Pdf'} [outputType] A Word document, OpenDocument text, or a PDF. By default what the template is.
 * @property {string} [locale] The language and country whose dates, numbers and currency are written: "de-DE". Default: en-US.
 * @property {string} [timezone] Where the clock stands that dates are shown by: "Europe/Berlin", or as Windows names it. Default: UTC.
 * @property {'Classic' | 'Modern'} [engine] The language of the tokens: {{price}:format(C)} is Classic, {{price|format(C)}} is Modern. By default it is told by the tokens.
 * @property {'Keep' | 'Remove' | 'Error'} [missingValues] What becomes of a token whose name is not in the data: it stays in the text (Keep), prints nothing (Remove), or no document is made and the error names it (Error). Default: Keep.
 * @property {boolean} [documentPerItem] Data is a list, and a document is made for each of its items: the Word documents come in a ZIP, at most 10,000; PDFs come joined in one, at most 200. Without it one document is made of the whole list. Default: false.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} GenerateFromFillableDocxForm
 * @property {FileInput} file The Word document with merge fields.
 * @property {FileInput | object} data JSON, as a file or as text: an object whose names are those of the merge fields.
 * @property {string} [locale] The language and country whose dates, numbers and currency are written: "de-DE". Default: en-US.
 * @property {string} [timezone] Where the clock stands that dates are shown by: "Europe/Berlin", or as Windows names it. Default: UTC.
 * @property {'Keep' | 'Remove' | 'Error'} [missingValues] What becomes of a token whose name is not in the data: it stays in the text (Keep), prints nothing (Remove), or no document is made and the error names it (Error). Default: Keep.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} GenerateFromHtmlForm
 * @property {FileInput} file The HTML page or text with tokens: {{company.name}}.
 * @property {FileInput | object} data JSON, as a file or as text: an object, or a list of them. Its names are those of the template's tokens.
 * @property {string} [locale] The language and country whose dates, numbers and currency are written: "de-DE". Default: en-US.
 * @property {string} [timezone] Where the clock stands that dates are shown by: "Europe/Berlin", or as Windows names it. Default: UTC.
 * @property {boolean} [escapeValues] Whether & < > " ' of the data are written as entities, so that they are text and not HTML; {{{name}}} is then printed as it is. Default: false.
 * @property {'Remove' | 'Error'} [missingValues] What becomes of a key that is not in the data: it prints nothing (Remove), or nothing is made and the error names it (Error). Default: Remove.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} GenerateFromXlsxForm
 * @property {FileInput} file The workbook with tokens: {{company.name}}.
 * @property {FileInput | object} data JSON, as a file or as text: an object, or a list of them. Its names are those of the template's tokens.
 * @property {'Xlsx' | 'Ods' | 'Pdf'} [outputType] A workbook, an OpenDocument spreadsheet, or a PDF. By default what the template is.
 * @property {string} [locale] The language and country whose dates, numbers and currency are written: "de-DE". Default: en-US.
 * @property {string} [timezone] Where the clock stands that dates are shown by: "Europe/Berlin", or as Windows names it. Default: UTC.
 * @property {'Classic' | 'Modern'} [engine] The language of the tokens: {{price}:format(C)} is Classic, {{price|format(C)}} is Modern. By default it is told by the tokens.
 * @property {'Keep' | 'Remove' | 'Error'} [missingValues] What becomes of a token whose name is not in the data: it stays in the text (Keep), prints nothing (Remove), or no document is made and the error names it (Error). Default: Keep.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} GenerateFromPptxForm
 * @property {FileInput} file The presentation with tokens: {{company.name}}.
 * @property {FileInput | object} data JSON, as a file or as text: an object, or a list of them. Its names are those of the template's tokens.
 * @property {'Pptx' | 'Odp' | 'Pdf'} [outputType] A presentation, an OpenDocument presentation, or a PDF. By default what the template is.
 * @property {string} [locale] The language and country whose dates, numbers and currency are written: "de-DE". Default: en-US.
 * @property {string} [timezone] Where the clock stands that dates are shown by: "Europe/Berlin", or as Windows names it. Default: UTC.
 * @property {'Classic' | 'Modern'} [engine] The language of the tokens: {{price}:format(C)} is Classic, {{price|format(C)}} is Modern. By default it is told by the tokens.
 * @property {'Keep' | 'Remove' | 'Error'} [missingValues] What becomes of a token whose name is not in the data: it stays in the text (Keep), prints nothing (Remove), or no document is made and the error names it (Error). Default: Keep.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} GenerateCheckTemplateForm
 * @property {FileInput} file The template: a document of Word, Excel or PowerPoint, OpenDocument, HTML or text.
 * @property {'Classic' | 'Modern'} [engine] The language of the tokens of an Office template. By default it is told by the tokens.
 * @property {boolean} [escapeValues] Of an HTML template: whether {{{name}}} is a key too, as when it is filled so. Default: false.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} GenerateDryRunForm
 * @property {FileInput} file The template: a document of Word, Excel or PowerPoint, OpenDocument, HTML or text.
 * @property {FileInput | object} data JSON, as a file or as text: an object, or a list of them. Its names are those of the template's tokens.
 * @property {string} [locale] The language and country whose dates, numbers and currency are written: "de-DE". Default: en-US.
 * @property {string} [timezone] Where the clock stands that dates are shown by: "Europe/Berlin", or as Windows names it. Default: UTC.
 * @property {'Classic' | 'Modern'} [engine] The language of the tokens of an Office template. By default it is told by the tokens.
 * @property {boolean} [escapeValues] Of an HTML template: whether {{{name}}} is a key too, as when it is filled so. Default: false.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

export class Generate {
  /** @type {Caller} */
  #docmill;

  /** @param {Caller} docmill */
  constructor(docmill) {
    this.#docmill = docmill;
  }

  /**
   * Create DOCX from template. Fills a Word document's tokens with data. Table rows, list items and sections repeat for each item; pictures, codes, charts, links and conditions come from the data too.
   * @param {GenerateFromDocxForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  fromDocx(form, options) {
    return this.#docmill.call('generate/from-docx', form, options);
  }

  /**
   * Fill merge fields in DOCX. Gives the merge fields of a Word document the values of the properties that have their names.
   * @param {GenerateFromFillableDocxForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  fromFillableDocx(form, options) {
    return this.#docmill.call('generate/from-fillable-docx', form, options);
  }

  /**
   * Create HTML from template. Fills an HTML page, or any other text, with data: {{name}}, {{#each items}} … {{/each}}, {{#if paid}} … {{#else}} … {{/if}}, {{#with customer}}, and .NET formats such as {{total:C}}.
   * @param {GenerateFromHtmlForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  fromHtml(form, options) {
    return this.#docmill.call('generate/from-html', form, options);
  }

  /**
   * Create XLSX from template. Fills a workbook's tokens with data. Rows, ranges, columns and sheets repeat for each item; formulas, charts and tables follow.
   * @param {GenerateFromXlsxForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  fromXlsx(form, options) {
    return this.#docmill.call('generate/from-xlsx', form, options);
  }

  /**
   * Create PPTX from template. Fills a presentation's tokens with data. Slides, groups of slides, table rows and list items repeat for each item; pictures, charts, notes and links follow.
   * @param {GenerateFromPptxForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  fromPptx(form, options) {
    return this.#docmill.call('generate/from-pptx', form, options);
  }

  /**
   * Check a template. Answers a template's tokens with their places, what is wrong with them, and the data they ask for: as a JSON Schema and as a sample to start from. Nothing is filled.
   * @param {GenerateCheckTemplateForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  checkTemplate(form, options) {
    return this.#docmill.call('generate/check-template', form, options);
  }

  /**
   * Try data on a template. Fills a template and answers, instead of the document, what the data lacks, what of it is not used, and the warnings.
   * @param {GenerateDryRunForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  dryRun(form, options) {
    return this.#docmill.call('generate/dry-run', form, options);
  }
}

/**
 * @typedef {object} PdfMergeForm
 * @property {FileInput | FileInput[]} file The PDFs, in order.
 * @property {string} [pages] Which pages of each document, one list for each with a bar between them: "1-3|all|2;1". All by default.
 * @property {boolean} [generateBookmarks] A bookmark for each document, named like it. Default: false.
 * @property {boolean} [preserveBookmarks] The documents' own bookmarks are kept. Default: false.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfMergeAnyForm
 * @property {FileInput | FileInput[]} file The documents, in order.
 * @property {boolean} [generateBookmarks] A bookmark for each document, named like it. Default: false.
 * @property {boolean} [preserveBookmarks] The documents' own bookmarks are kept. Default: false.
 * @property {boolean} [mergeAttachments] Of a message: whether what is attached follows it. Default: true.
 * @property {boolean} [loadRemoteContent] Of a message: whether pictures and styles that lie elsewhere are loaded, which can tell its sender that it was read. Default: false.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfSplitForm
 * @property {FileInput} file The PDF.
 * @property {'ExtractPages' | 'SplitByPages' | 'SplitByRanges' | 'SplitByBookmarks'} [type] How to split. Without it the field that is given decides.
 * @property {string} [extractRange] ExtractPages: the pages of the one document to make, in their order, like 1-3;9;5.
 * @property {number} [pagesInChunk] SplitByPages: how many pages a part has; the last may have fewer.
 * @property {number} [startPage] SplitByPages: the first page that counts.
 * @property {number} [endPage] SplitByPages: the last page that counts.
 * @property {string} [chunksRange] SplitByRanges: a document for each item, like 1-3;4-9.
 * @property {number} [bookmarkDepth] SplitByBookmarks: down to which level; 1 by default.
 * @property {boolean} [useBookmarksForFileNames] SplitByBookmarks: parts are named like their bookmark. Default: false.
 * @property {string} [filenamePrefix] What the names of the parts begin with; a number follows.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfExtractPagesForm
 * @property {FileInput} file The PDF.
 * @property {string} extractRange The pages, in the order wanted, like 1-3;9;5.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfDeletePagesForm
 * @property {FileInput} file The PDF.
 * @property {string} pages The pages to leave out, like 1;4-6.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfReorderPagesForm
 * @property {FileInput} file The PDF.
 * @property {string} pages The new order, like 3;1-2. Pages that are not named follow in their old order.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfRotateForm
 * @property {FileInput} file The PDF.
 * @property {'90' | '180' | '270'} [angle] Degrees to turn clockwise, beside how the page stands. Default: 90.
 * @property {string} [pages] The pages to turn, like 1;4-6. All by default.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfProtectForm
 * @property {FileInput} file The PDF.
 * @property {boolean} allowPrinting Readers may print.
 * @property {boolean} allowModification Readers may change pages.
 * @property {boolean} allowExtract Readers may copy text and pictures.
 * @property {boolean} allowAnnotate Readers may comment, fill forms and sign.
 * @property {string} [newOwnerPassword] Lifts the limits. A random one by default.
 * @property {string} [newUserPassword] Opens the document. None by default: it opens for everyone.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfUnprotectForm
 * @property {FileInput} file The PDF.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfProtectionInfoForm
 * @property {FileInput} file The PDF.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfCompressForm
 * @property {FileInput} file The PDF.
 * @property {'On' | 'Off'} [losslessMode] On changes nothing one can see; Off also stores photographs as JPEG in the resolution of a good print. Default: On.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfLinearizeForm
 * @property {FileInput} file The PDF.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfFlattenForm
 * @property {FileInput} file The PDF.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfGetMetadataForm
 * @property {FileInput} file The PDF.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfSetMetadataForm
 * @property {FileInput} file The PDF.
 * @property {string} [title] The new title.
 * @property {string} [author] The new author.
 * @property {string} [subject] The new subject.
 * @property {string} [keywords] The new keywords.
 * @property {string} [creator] The program that made the original.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfGetBookmarksForm
 * @property {FileInput} file The PDF.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfSetBookmarksForm
 * @property {FileInput} file The PDF.
 * @property {string} bookmarks A JSON list of {"title", "page", "children"}, as get-bookmarks answers it; [] removes them.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfExtractAttachmentsForm
 * @property {FileInput} file The PDF.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfExtractImagesForm
 * @property {FileInput} file The PDF.
 * @property {string} [pages] The pages to look at, like 1;4-6. All by default.
 * @property {string} [filenamePrefix] What the names begin with; page and number follow. The PDF's own name by default.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfGetFormForm
 * @property {FileInput} file The PDF.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfGetFormFieldsForm
 * @property {FileInput} file The PDF.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfFillFormForm
 * @property {FileInput} file The PDF form.
 * @property {FileInput | object} [data] A JSON object of field names and values: texts and numbers, true or false for check boxes, the value of a button or option for the others, a list of them where several may be chosen; null leaves a field alone.
 * @property {boolean} [lockFormFields] Nobody may change the fields any more. Default: false.
 * @property {boolean} [flatten] The form becomes part of the pages; there are no fields any more. Default: false.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfAddAttachmentsForm
 * @property {FileInput} file The PDF.
 * @property {FileInput | FileInput[]} attachments The files to attach.
 * @property {string} [description] What a viewer shows beside their names.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfRemoveAttachmentsForm
 * @property {FileInput} file The PDF.
 * @property {string} [names] The names of those to remove, one on each line. All by default.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfNupForm
 * @property {FileInput} file The PDF.
 * @property {'2' | '4' | '6' | '8' | '9' | '16'} [pagesPerSheet] How many pages a sheet has. Default: 2.
 * @property {'A4' | 'Letter' | 'LetterSmall' | 'Tabloid' | 'Ledger' | 'Legal' | 'Statement' | 'Executive' | 'A2' | 'A3' | 'A4Small' | 'A5' | 'B4' | 'B5'} [paperSize] The sheet. It lies or stands as the pages need it. Default: A4.
 * @property {number} [margin] Points at the edges of the sheet. Default: 18.
 * @property {number} [gap] Points between pages. Default: 9.
 * @property {boolean} [border] A thin line around each page. Default: false.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfBookletForm
 * @property {FileInput} file The PDF.
 * @property {'A4' | 'Letter' | 'LetterSmall' | 'Tabloid' | 'Ledger' | 'Legal' | 'Statement' | 'Executive' | 'A2' | 'A3' | 'A4Small' | 'A5' | 'B4' | 'B5'} [paperSize] The sheet. It lies or stands as the pages need it. Default: A4.
 * @property {number} [margin] Points at the edges of the sheet. Default: 18.
 * @property {number} [gap] Points at the fold. Default: 9.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfResizeForm
 * @property {FileInput} file The PDF.
 * @property {'A4' | 'Letter' | 'LetterSmall' | 'Tabloid' | 'Ledger' | 'Legal' | 'Statement' | 'Executive' | 'A2' | 'A3' | 'A4Small' | 'A5' | 'B4' | 'B5'} [paperSize] The sheet. It lies or stands as the pages need it. Default: A4.
 * @property {number} [margin] Points at the edges of the sheet. Default: 0.
 * @property {boolean} [upscale] Smaller pages grow too. Default: true.
 * @property {string} [pages] The pages to change, like 1;4-6. All by default.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfCropForm
 * @property {FileInput} file The PDF.
 * @property {number} [left] Points to cut off at the left, as the page is seen. Default: 0.
 * @property {number} [top] Points to cut off at the top. Default: 0.
 * @property {number} [right] Points to cut off at the right. Default: 0.
 * @property {number} [bottom] Points to cut off at the bottom. Default: 0.
 * @property {string} [pages] The pages to crop, like 1;4-6. All by default.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfThumbnailForm
 * @property {FileInput} file The PDF.
 * @property {number} [page] Which page. Default: 1.
 * @property {number} [width] The picture is at most so many pixels wide. Default: 256.
 * @property {number} [height] The picture is at most so many pixels high. Default: 256.
 * @property {'Png' | 'Jpeg'} [format] The picture's format. Default: Png.
 * @property {number} [quality] How much of the picture Jpeg keeps. Default: 85.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfInfoForm
 * @property {FileInput} file The PDF.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfCompareForm
 * @property {FileInput} file The first PDF.
 * @property {FileInput} otherFile The PDF to compare it with.
 * @property {number} [dpi] Pixels an inch of the pictures that are compared. Default: 72.
 * @property {number} [tolerance] How far a colour of a pixel may be off, of 255, and still count as the same. Default: 0.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfDifferenceImagesForm
 * @property {FileInput} file The first PDF.
 * @property {FileInput} otherFile The PDF to compare it with.
 * @property {number} [dpi] Pixels an inch of the pictures that are compared. Default: 72.
 * @property {number} [tolerance] How far a colour of a pixel may be off, of 255, and still count as the same. Default: 0.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} PdfAddPageNumbersForm
 * @property {FileInput} file The PDF.
 * @property {string} [format] What to write: {page} stands for the page's number, {pages} for the last one. Default: {page} / {pages}.
 * @property {number} [start] The number of the document's first page. Default: 1.
 * @property {string} [pages] The pages to write on, like 2-9. All by default.
 * @property {'TopLeft' | 'TopMiddle' | 'TopRight' | 'MiddleLeft' | 'Center' | 'MiddleRight' | 'BottomLeft' | 'BottomMiddle' | 'BottomRight'} [position] Where on the page, as its reader sees it. Default: BottomMiddle.
 * @property {number} [margin] Points that Position keeps from the edges. Default: 28.
 * @property {number} [x] Points from the left edge of the page to that of the watermark. With X or Y, Position does not count.
 * @property {number} [y] Points from the bottom edge of the page to that of the watermark.
 * @property {'Sans' | 'Serif' | 'Mono'} [fontFamily] Which font. Characters it lacks are taken from others. Default: Sans.
 * @property {number} [fontSize] Points. Default: 10.
 * @property {string} [color] Six hexadecimal digits, like 808080. Default: 000000.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

export class Pdf {
  /** @type {Caller} */
  #docmill;

  /** @param {Caller} docmill */
  constructor(docmill) {
    this.#docmill = docmill;
  }

  /**
   * Merge PDF. Puts several PDFs together, in the order they are sent.
   * @param {PdfMergeForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  merge(form, options) {
    return this.#docmill.call('pdf/merge', form, options);
  }

  /**
   * Merge any documents to PDF. Makes a PDF of each document, whatever its type, and puts them together in the order they are sent.
   * @param {PdfMergeAnyForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  mergeAny(form, options) {
    return this.#docmill.call('pdf/merge-any', form, options);
  }

  /**
   * Split PDF. Makes several PDFs of one: chosen pages, every so many pages, ranges, or a part for each bookmark.
   * @param {PdfSplitForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  split(form, options) {
    return this.#docmill.call('pdf/split', form, options);
  }

  /**
   * Extract pages from PDF. Makes a PDF of chosen pages, in the order given; a page may be named twice.
   * @param {PdfExtractPagesForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  extractPages(form, options) {
    return this.#docmill.call('pdf/extract-pages', form, options);
  }

  /**
   * Delete pages from PDF. Leaves pages out of a PDF.
   * @param {PdfDeletePagesForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  deletePages(form, options) {
    return this.#docmill.call('pdf/delete-pages', form, options);
  }

  /**
   * Reorder pages of PDF. Puts the pages of a PDF into another order.
   * @param {PdfReorderPagesForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  reorderPages(form, options) {
    return this.#docmill.call('pdf/reorder-pages', form, options);
  }

  /**
   * Rotate PDF. Turns pages clockwise.
   * @param {PdfRotateForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  rotate(form, options) {
    return this.#docmill.call('pdf/rotate', form, options);
  }

  /**
   * Protect PDF. Encrypts a PDF with AES-256, with passwords and with what a reader may do.
   * @param {PdfProtectForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  protect(form, options) {
    return this.#docmill.call('pdf/protect', form, options);
  }

  /**
   * Unprotect PDF. Takes passwords and limits off a PDF. A document that does not open without needs its password.
   * @param {PdfUnprotectForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  unprotect(form, options) {
    return this.#docmill.call('pdf/unprotect', form, options);
  }

  /**
   * Get PDF protection info. Says whether a PDF is encrypted, whether it opens without a password, and what a reader may do.
   * @param {PdfProtectionInfoForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  protectionInfo(form, options) {
    return this.#docmill.call('pdf/protection-info', form, options);
  }

  /**
   * Compress PDF. Makes a PDF smaller. Where nothing can be won it comes back as it is.
   * @param {PdfCompressForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  compress(form, options) {
    return this.#docmill.call('pdf/compress', form, options);
  }

  /**
   * Linearize PDF. Arranges a PDF for the web: the first page shows before the rest has arrived.
   * @param {PdfLinearizeForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  linearize(form, options) {
    return this.#docmill.call('pdf/linearize', form, options);
  }

  /**
   * Flatten PDF. Draws form fields and annotations into the pages, where nobody changes them any more.
   * @param {PdfFlattenForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  flatten(form, options) {
    return this.#docmill.call('pdf/flatten', form, options);
  }

  /**
   * Get PDF metadata. Answers title, author, subject, keywords, creator, producer, dates, number of pages and version.
   * @param {PdfGetMetadataForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  getMetadata(form, options) {
    return this.#docmill.call('pdf/get-metadata', form, options);
  }

  /**
   * Set PDF metadata. Sets title, author, subject, keywords and creator; what is not given stays.
   * @param {PdfSetMetadataForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  setMetadata(form, options) {
    return this.#docmill.call('pdf/set-metadata', form, options);
  }

  /**
   * Get PDF bookmarks. Answers the bookmarks as a tree of title, page and children.
   * @param {PdfGetBookmarksForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  getBookmarks(form, options) {
    return this.#docmill.call('pdf/get-bookmarks', form, options);
  }

  /**
   * Set PDF bookmarks. Replaces the bookmarks of a PDF.
   * @param {PdfSetBookmarksForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  setBookmarks(form, options) {
    return this.#docmill.call('pdf/set-bookmarks', form, options);
  }

  /**
   * Extract attachments from PDF. Gives every file attached to a PDF, under its own name.
   * @param {PdfExtractAttachmentsForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  extractAttachments(form, options) {
    return this.#docmill.call('pdf/extract-attachments', form, options);
  }

  /**
   * Extract images from PDF. Gives every picture of a PDF as a file: JPEG and JPEG 2000 as they are, faxes as TIFF, others as PNG without loss. Page and number are in the names.
   * @param {PdfExtractImagesForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  extractImages(form, options) {
    return this.#docmill.call('pdf/extract-images', form, options);
  }

  /**
   * Get form data from PDF. Answers the name and value of every field of a PDF form.
   * @param {PdfGetFormForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  getForm(form, options) {
    return this.#docmill.call('pdf/get-form', form, options);
  }

  /**
   * List the fields of PDF form. Answers each field of a PDF form with its type, value, options, page and place.
   * @param {PdfGetFormFieldsForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  getFormFields(form, options) {
    return this.#docmill.call('pdf/get-form-fields', form, options);
  }

  /**
   * Fill PDF form. Fills the fields of a PDF form and draws their values, so that every viewer and printer shows them.
   * @param {PdfFillFormForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  fillForm(form, options) {
    return this.#docmill.call('pdf/fill-form', form, options);
  }

  /**
   * Attach files to PDF. Attaches files of any kind to a PDF, under their own names.
   * @param {PdfAddAttachmentsForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  addAttachments(form, options) {
    return this.#docmill.call('pdf/add-attachments', form, options);
  }

  /**
   * Remove attachments from PDF. Takes attached files out of a PDF.
   * @param {PdfRemoveAttachmentsForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  removeAttachments(form, options) {
    return this.#docmill.call('pdf/remove-attachments', form, options);
  }

  /**
   * Several pages of PDF on a sheet. Puts 2, 4, 6, 8, 9 or 16 pages of a PDF on each sheet.
   * @param {PdfNupForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  nup(form, options) {
    return this.#docmill.call('pdf/nup', form, options);
  }

  /**
   * Booklet from PDF. Arranges the pages of a PDF, two on each side, so that the printed sheets can be folded into a booklet.
   * @param {PdfBookletForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  booklet(form, options) {
    return this.#docmill.call('pdf/booklet', form, options);
  }

  /**
   * Change the paper size of PDF. Puts the pages of a PDF on paper of one size, as large as they fit.
   * @param {PdfResizeForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  resize(form, options) {
    return this.#docmill.call('pdf/resize', form, options);
  }

  /**
   * Crop PDF. Cuts the edges of pages off. What is cut is hidden, not removed.
   * @param {PdfCropForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  crop(form, options) {
    return this.#docmill.call('pdf/crop', form, options);
  }

  /**
   * PDF thumbnail. Makes a small picture of one page.
   * @param {PdfThumbnailForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  thumbnail(form, options) {
    return this.#docmill.call('pdf/thumbnail', form, options);
  }

  /**
   * PDF information. Answers version, number and sizes of pages, the fonts and whether they are embedded, and whether there is text.
   * @param {PdfInfoForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  info(form, options) {
    return this.#docmill.call('pdf/info', form, options);
  }

  /**
   * Compare PDFs. Answers which pages of two PDFs look different, where, and by how many pixels.
   * @param {PdfCompareForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  compare(form, options) {
    return this.#docmill.call('pdf/compare', form, options);
  }

  /**
   * Pictures of the differences between PDFs. Draws the pages of two PDFs that look different, with the differences in red, and lists them in a JSON file.
   * @param {PdfDifferenceImagesForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  differenceImages(form, options) {
    return this.#docmill.call('pdf/difference-images', form, options);
  }

  /**
   * Number the pages of PDF. Writes each page's number on it.
   * @param {PdfAddPageNumbersForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  addPageNumbers(form, options) {
    return this.#docmill.call('pdf/add-page-numbers', form, options);
  }
}

/**
 * @typedef {object} WatermarkTextToPdfForm
 * @property {FileInput} file The PDF.
 * @property {string} text What to write; line ends make several lines.
 * @property {'Sans' | 'Serif' | 'Mono'} [fontFamily] Which font. Characters it lacks are taken from others. Default: Sans.
 * @property {number} [fontSize] Points. Default: 36.
 * @property {string} [color] Six hexadecimal digits, red, green and blue, like FF8000. Default: 000000.
 * @property {number} [angle] Degrees to turn it against the clock. Default: 0.
 * @property {'TopLeft' | 'TopMiddle' | 'TopRight' | 'MiddleLeft' | 'Center' | 'MiddleRight' | 'BottomLeft' | 'BottomMiddle' | 'BottomRight'} [position] Where on the page, as its reader sees it. Default: Center.
 * @property {number} [margin] Points that Position keeps from the edges. Default: 18.
 * @property {number} [x] Points from the left edge of the page to that of the watermark. With X or Y, Position does not count.
 * @property {number} [y] Points from the bottom edge of the page to that of the watermark.
 * @property {number} [opacity] Percent; 100 covers what lies below, 0 cannot be seen. Default: 100.
 * @property {boolean} [tile] Repeats the watermark over the whole page. Default: false.
 * @property {'Background' | 'Foreground'} [layerPosition] In front of the page's content, or behind it. Default: Foreground.
 * @property {string} [pages] The pages to mark, like 1;4-6. All by default.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [ownerPassword] The owner's password of a protected document, instead of Password.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} WatermarkImageToPdfForm
 * @property {FileInput} file The PDF.
 * @property {FileInput} watermarkImage The picture; larger than a page, it is made to fit.
 * @property {'Background' | 'Foreground'} [layerPosition] In front of the page's content, or behind it. Default: Foreground.
 * @property {'TopLeft' | 'TopMiddle' | 'TopRight' | 'MiddleLeft' | 'Center' | 'MiddleRight' | 'BottomLeft' | 'BottomMiddle' | 'BottomRight'} [position] Where on the page, as its reader sees it. Default: Center.
 * @property {number} [x] Points from the left edge of the page to that of the watermark. With X or Y, Position does not count.
 * @property {number} [y] Points from the bottom edge of the page to that of the watermark.
 * @property {number} [width] Points; its own width by default.
 * @property {number} [height] Points; its own height by default.
 * @property {boolean} [autoScale] Fits it into Width and Height and keeps its ratio; false stretches it. Default: true.
 * @property {number} [angle] Degrees to turn it against the clock. Default: 0.
 * @property {number} [opacity] Percent; 100 covers what lies below, 0 cannot be seen. Default: 100.
 * @property {boolean} [tile] Repeats the watermark over the whole page. Default: false.
 * @property {string} [pages] The pages to mark, like 1;4-6. All by default.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [ownerPassword] The owner's password of a protected document, instead of Password.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} WatermarkPdfToPdfForm
 * @property {FileInput} file The PDF.
 * @property {FileInput} overlayFile The PDF to lay under or over it; larger than a page, it is made to fit.
 * @property {number} [startPage] The first page to mark.
 * @property {number} [endPage] The last page to mark.
 * @property {'Background' | 'Foreground'} [layerPosition] In front of the page's content, or behind it. Default: Background.
 * @property {'TopLeft' | 'TopMiddle' | 'TopRight' | 'MiddleLeft' | 'Center' | 'MiddleRight' | 'BottomLeft' | 'BottomMiddle' | 'BottomRight'} [position] Where on the page, as its reader sees it. Default: Center.
 * @property {number} [x] Points from the left edge of the page to that of the watermark. With X or Y, Position does not count.
 * @property {number} [y] Points from the bottom edge of the page to that of the watermark.
 * @property {number} [width] Points; its own width by default.
 * @property {number} [height] Points; its own height by default.
 * @property {boolean} [autoScale] Fits it into Width and Height and keeps its ratio; false stretches it. Default: true.
 * @property {number} [angle] Degrees to turn it against the clock. Default: 0.
 * @property {number} [opacity] Percent; 100 covers what lies below, 0 cannot be seen. Default: 100.
 * @property {boolean} [tile] Repeats the watermark over the whole page. Default: false.
 * @property {string} [pages] The pages to mark, like 1;4-6. All by default.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [ownerPassword] The owner's password of a protected document, instead of Password.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} WatermarkHtmlToPdfForm
 * @property {FileInput} file The PDF.
 * @property {FileInput} html The HTML page, printed on A4; larger than a page, it is made to fit.
 * @property {string} [margins] Of the HTML page in pixels, like 25 50 75 100: top, right, bottom, left. Default: 0.
 * @property {'Background' | 'Foreground'} [layerPosition] In front of the page's content, or behind it. Default: Foreground.
 * @property {'TopLeft' | 'TopMiddle' | 'TopRight' | 'MiddleLeft' | 'Center' | 'MiddleRight' | 'BottomLeft' | 'BottomMiddle' | 'BottomRight'} [position] Where on the page, as its reader sees it. Default: Center.
 * @property {number} [x] Points from the left edge of the page to that of the watermark. With X or Y, Position does not count.
 * @property {number} [y] Points from the bottom edge of the page to that of the watermark.
 * @property {number} [width] Points; its own width by default.
 * @property {number} [height] Points; its own height by default.
 * @property {boolean} [autoScale] Fits it into Width and Height and keeps its ratio; false stretches it. Default: true.
 * @property {number} [angle] Degrees to turn it against the clock. Default: 0.
 * @property {number} [opacity] Percent; 100 covers what lies below, 0 cannot be seen. Default: 100.
 * @property {boolean} [tile] Repeats the watermark over the whole page. Default: false.
 * @property {string} [pages] The pages to mark, like 1;4-6. All by default.
 * @property {string} [password] Opens a document that is protected.
 * @property {string} [ownerPassword] The owner's password of a protected document, instead of Password.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

export class Watermark {
  /** @type {Caller} */
  #docmill;

  /** @param {Caller} docmill */
  constructor(docmill) {
    this.#docmill = docmill;
  }

  /**
   * Text watermark. Writes a text on the pages of a PDF, in any script, with the font embedded.
   * @param {WatermarkTextToPdfForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  textToPdf(form, options) {
    return this.#docmill.call('watermark/text-to-pdf', form, options);
  }

  /**
   * Image watermark. Puts a picture on the pages of a PDF.
   * @param {WatermarkImageToPdfForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  imageToPdf(form, options) {
    return this.#docmill.call('watermark/image-to-pdf', form, options);
  }

  /**
   * PDF watermark. Lays the pages of one PDF under or over those of another: a letterhead, a stamp. The last one serves all that follow.
   * @param {WatermarkPdfToPdfForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  pdfToPdf(form, options) {
    return this.#docmill.call('watermark/pdf-to-pdf', form, options);
  }

  /**
   * HTML watermark. Lays an HTML page over or under the pages of a PDF. What the page leaves free lets the PDF show.
   * @param {WatermarkHtmlToPdfForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  htmlToPdf(form, options) {
    return this.#docmill.call('watermark/html-to-pdf', form, options);
  }
}

/**
 * @typedef {object} MailParseForm
 * @property {FileInput} file The message: EML, or MSG as Outlook saves it.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} MailExtractAttachmentsForm
 * @property {FileInput} file The message: EML, or MSG as Outlook saves it.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

export class Mail {
  /** @type {Caller} */
  #docmill;

  /** @param {Caller} docmill */
  constructor(docmill) {
    this.#docmill = docmill;
  }

  /**
   * Parse email. Answers what an e-mail message holds: subject, from, to, cc, bcc, replyTo, date, messageId, text, html without what acts, and name, type and size of each attachment.
   * @param {MailParseForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  parse(form, options) {
    return this.#docmill.call('mail/parse', form, options);
  }

  /**
   * Extract attachments from email. Gives every file attached to an e-mail message, under its own name; a Winmail.dat is opened.
   * @param {MailExtractAttachmentsForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  extractAttachments(form, options) {
    return this.#docmill.call('mail/extract-attachments', form, options);
  }
}

/**
 * @typedef {object} ImageConvertForm
 * @property {FileInput} file The picture.
 * @property {'Png' | 'Jpeg' | 'Webp' | 'Tiff' | 'Gif' | 'Avif'} format The result's format.
 * @property {number} [quality] How much of the picture Jpeg, Webp and Avif keep; 85, 80 and 60 by default.
 * @property {string} [background] Colour behind what is transparent, like ffffff; white by default where the format knows no transparency.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ImageResizeForm
 * @property {FileInput} file The picture.
 * @property {number} [width] Pixels; without it Height decides.
 * @property {number} [height] Pixels; without it Width decides.
 * @property {'Inside' | 'Cover' | 'Stretch'} [fit] Inside keeps the proportions, Cover fills both sides and cuts off what sticks out, Stretch distorts. Default: Inside.
 * @property {boolean} [enlarge] Makes a picture larger than it is, where that is asked. Default: false.
 * @property {'Png' | 'Jpeg' | 'Webp' | 'Tiff' | 'Gif' | 'Avif'} [format] The result's format; that of the picture by default. HEIC becomes Jpeg, BMP and SVG become Png.
 * @property {number} [quality] How much of the picture Jpeg, Webp and Avif keep; 85, 80 and 60 by default.
 * @property {string} [background] Colour behind what is transparent, like ffffff; white by default where the format knows no transparency.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ImageRotateForm
 * @property {FileInput} file The picture.
 * @property {'0' | '90' | '180' | '270'} [angle] Degrees clockwise, beside how the picture is seen. Default: 0.
 * @property {'None' | 'Horizontal' | 'Vertical'} [flip] Horizontal changes left and right, Vertical top and bottom. Default: None.
 * @property {'Png' | 'Jpeg' | 'Webp' | 'Tiff' | 'Gif' | 'Avif'} [format] The result's format; that of the picture by default. HEIC becomes Jpeg, BMP and SVG become Png.
 * @property {number} [quality] How much of the picture Jpeg, Webp and Avif keep; 85, 80 and 60 by default.
 * @property {string} [background] Colour behind what is transparent, like ffffff; white by default where the format knows no transparency.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ImageCropForm
 * @property {FileInput} file The picture.
 * @property {number} width The part's width in pixels.
 * @property {number} height The part's height in pixels.
 * @property {number} [left] Pixels to the left of the part. Default: 0.
 * @property {number} [top] Pixels above the part. Default: 0.
 * @property {'Png' | 'Jpeg' | 'Webp' | 'Tiff' | 'Gif' | 'Avif'} [format] The result's format; that of the picture by default. HEIC becomes Jpeg, BMP and SVG become Png.
 * @property {number} [quality] How much of the picture Jpeg, Webp and Avif keep; 85, 80 and 60 by default.
 * @property {string} [background] Colour behind what is transparent, like ffffff; white by default where the format knows no transparency.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ImageInfoForm
 * @property {FileInput} file The picture.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ImageStripMetadataForm
 * @property {FileInput} file The picture.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

export class Image {
  /** @type {Caller} */
  #docmill;

  /** @param {Caller} docmill */
  constructor(docmill) {
    this.#docmill = docmill;
  }

  /**
   * Convert image. Puts a picture into another format, upright. Frames and pages are kept between Gif, Webp and Tiff; else the first is taken.
   * @param {ImageConvertForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  convert(form, options) {
    return this.#docmill.call('image/convert', form, options);
  }

  /**
   * Resize image. Makes a picture smaller or larger.
   * @param {ImageResizeForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  resize(form, options) {
    return this.#docmill.call('image/resize', form, options);
  }

  /**
   * Rotate image. Turns a picture clockwise, then mirrors it.
   * @param {ImageRotateForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  rotate(form, options) {
    return this.#docmill.call('image/rotate', form, options);
  }

  /**
   * Crop image. Cuts a part out of a picture, measured as the picture is seen.
   * @param {ImageCropForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  crop(form, options) {
    return this.#docmill.call('image/crop', form, options);
  }

  /**
   * Image information. Tells a picture's format, size in pixels, channels, density, pages and how it is turned.
   * @param {ImageInfoForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  info(form, options) {
    return this.#docmill.call('image/info', form, options);
  }

  /**
   * Strip metadata from image. Removes what a picture tells beside itself: place, camera, author, comments, previews. The picture itself is not touched.
   * @param {ImageStripMetadataForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  stripMetadata(form, options) {
    return this.#docmill.call('image/strip-metadata', form, options);
  }
}

/**
 * @typedef {object} RegexMatchForm
 * @property {FileInput} text The text, as a file or as the field's value.
 * @property {string} pattern A regular expression as .NET writes them; options such as (?mi) stand at its start.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} RegexReplaceForm
 * @property {FileInput} text The text, as a file or as the field's value.
 * @property {string} pattern A regular expression as .NET writes them; options such as (?mi) stand at its start.
 * @property {string} [replacement] What takes the place of a match, with $1, ${name}, $$, $&, $`, $', $+ and $_. Nothing by default.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} RegexTestForm
 * @property {FileInput} text The text, as a file or as the field's value.
 * @property {string} pattern A regular expression as .NET writes them; options such as (?mi) stand at its start.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} RegexSplitForm
 * @property {FileInput} text The text, as a file or as the field's value.
 * @property {string} pattern A regular expression as .NET writes them; options such as (?mi) stand at its start.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

export class Regex {
  /** @type {Caller} */
  #docmill;

  /** @param {Caller} docmill */
  constructor(docmill) {
    this.#docmill = docmill;
  }

  /**
   * Regular expression match. Answers every match: the whole as Match0, named groups by their names, others as Match1 and so on.
   * @param {RegexMatchForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  match(form, options) {
    return this.#docmill.call('regex/match', form, options);
  }

  /**
   * Regular expression replace. Answers the text with every match replaced.
   * @param {RegexReplaceForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  replace(form, options) {
    return this.#docmill.call('regex/replace', form, options);
  }

  /**
   * Regular expression test. Answers whether the text has a match.
   * @param {RegexTestForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  test(form, options) {
    return this.#docmill.call('regex/test', form, options);
  }

  /**
   * Regular expression split. Answers the parts of the text between the matches, and what groups of the pattern matched.
   * @param {RegexSplitForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  split(form, options) {
    return this.#docmill.call('regex/split', form, options);
  }
}

/**
 * @typedef {object} ArchiveCreateForm
 * @property {FileInput | FileInput[]} file The files, in order.
 * @property {string} [fileName] The archive's name, without extension.
 * @property {string} [password] Protects the archive with AES-256.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ArchiveExtractForm
 * @property {FileInput} file The archive.
 * @property {boolean} [includeFolders] Files in folders come too. Default: false.
 * @property {string} [password] Opens an archive that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

/**
 * @typedef {object} ArchiveListForm
 * @property {FileInput} file The archive.
 * @property {string} [password] Opens an archive that is protected.
 * @property {string} [callbackUrl] An http or https address that is told once, by POST, when the job has ended.
 */

export class Archive {
  /** @type {Caller} */
  #docmill;

  /** @param {Caller} docmill */
  constructor(docmill) {
    this.#docmill = docmill;
  }

  /**
   * Create ZIP archive. Puts files of any kind into a ZIP archive, under their own names.
   * @param {ArchiveCreateForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  create(form, options) {
    return this.#docmill.call('archive/create', form, options);
  }

  /**
   * Extract archive. Gives the files of a ZIP, 7z or TAR archive (also packed by gzip, bzip2, xz or zstd).
   * @param {ArchiveExtractForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<Result>}
   */
  extract(form, options) {
    return this.#docmill.call('archive/extract', form, options);
  }

  /**
   * List archive. Answers path, size and time of every entry of a ZIP, 7z or TAR archive.
   * @param {ArchiveListForm} form
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  list(form, options) {
    return this.#docmill.call('archive/list', form, options);
  }
}

/** Every action, by group. @abstract */
export class Actions {
  constructor() {
    this.convert = new Convert(this);
    this.generate = new Generate(this);
    this.pdf = new Pdf(this);
    this.watermark = new Watermark(this);
    this.mail = new Mail(this);
    this.image = new Image(this);
    this.regex = new Regex(this);
    this.archive = new Archive(this);
  }

  /**
   * @param {string} action
   * @param {Record<string, any>} form
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  call(action, form, options) {
    throw new Error(`${action} needs a client.`, { cause: { form, options } });
  }
}
