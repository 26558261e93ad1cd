"""Whether a callback can be believed."""

import hashlib
import hmac
import re
import time
from typing import Optional, Union


def verify_callback(
    secret: str, body: Union[bytes, str], timestamp: Optional[str], signature: Optional[str], *, tolerance: float = 300, now: Optional[float] = None
) -> bool:
    """Whether a callback is from your Docmill, unchanged and recent.

    Args:
        secret: what ``docmill key callback-secret`` prints for your account
        body: the request's body as it came, not parsed and written again
        timestamp: the header X-Docmill-Timestamp
        signature: the header X-Docmill-Signature
        tolerance: how old it may be, in seconds
    """
    if not timestamp or not signature or not re.fullmatch(r"[0-9]{1,12}", timestamp):
        return False
    if abs((time.time() if now is None else now) - int(timestamp)) > tolerance:
        return False
    text = body.encode() if isinstance(body, str) else body
    made = "v1=" + hmac.new(secret.encode(), timestamp.encode() + b"." + text, hashlib.sha256).hexdigest()
    return hmac.compare_digest(made.encode(), signature.encode())
