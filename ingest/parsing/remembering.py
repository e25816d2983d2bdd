"""What is made of words that recur from letter to letter: worked out once."""

from __future__ import annotations

from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Final, TypeVar, TypeVarTuple

if TYPE_CHECKING:
    from collections.abc import Callable

Others = TypeVarTuple("Others")
Answer = TypeVar("Answer")

LONGEST: Final = 600
"""Characters of words that are remembered: longer ones are hardly ever written twice, and could fill the memory."""


def remembered(count: int) -> Callable[[Callable[[str, *Others], Answer]], Callable[[str, *Others], Answer]]:
    """A function of words keeps its last `count` answers, but those to more than LONGEST characters.

    Its answers must never change; what it is given besides, by place and not by name, must be hashable and few.
    """

    def remembering(function: Callable[[str, *Others], Answer]) -> Callable[[str, *Others], Answer]:
        known = lru_cache(maxsize=count)(function)

        @wraps(function)
        def answer(words: str, /, *others: *Others) -> Answer:
            if len(words) > LONGEST:
                return function(words, *others)
            return known(words, *others) if others else known(words)  # a star takes half as long again

        return answer

    return remembering
