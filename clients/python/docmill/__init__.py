"""Client of Docmill, the self-hosted document service.

>>> from docmill import Docmill
>>> client = Docmill("https://docs.example.com", key="dm_…")
>>> result = client.convert.docx_to_pdf(file=Path("invoice.docx"))
>>> result.save("invoice.pdf")
"""

from ._callback import verify_callback
from ._client import Docmill
from ._form import Address, NamedFile
from ._job import Job
from ._problem import Problem
from ._result import Result

__all__ = ["Address", "Docmill", "Job", "NamedFile", "Problem", "Result", "verify_callback"]
__version__ = "0.1.0"
