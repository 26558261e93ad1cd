"""What the classes of actions are made on."""

from typing import Any, Mapping, Optional

from ._result import Result


class Caller:
    """Whoever can call an action."""

    def call(self, action: str, fields: Mapping[str, Any], *, idempotency_key: Optional[str] = None, timeout: Optional[float] = None) -> Any:
        raise NotImplementedError


class Group:
    """The actions of one group."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def _make(self, action: str, fields: Mapping[str, Any], idempotency_key: Optional[str], timeout: Optional[float]) -> Result:
        return self._caller.call(action, fields, idempotency_key=idempotency_key, timeout=timeout)

    def _ask(self, action: str, fields: Mapping[str, Any], idempotency_key: Optional[str], timeout: Optional[float]) -> Any:
        return self._caller.call(action, fields, idempotency_key=idempotency_key, timeout=timeout)
