"""Forms that anybody sends without an account: where a request comes from, tickets, robots, limits.

A view takes `public_form`, its form derives from `PublicForm`. Cacheable pages hold no such form: they link to one.
"""

from .forms import PublicForm
from .views import public_form

__all__ = ["PublicForm", "public_form"]
