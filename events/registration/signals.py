"""What registration announces to the apps above it."""

from django.dispatch import Signal

#: The facts of events changed: dates, places, desks, organisers and the like. Sent inside the transaction that changes
#: them: who must not miss it writes a row. `page_keys`: of the pages that tell about these events.
facts_changed = Signal()
