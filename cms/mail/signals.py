"""What mail announces to the apps above it."""

from django.dispatch import Signal

#: An address gets no letters any more, because one came back for good, several did, or its owner complained. Sent after
#: the transaction that puts it on the list; who must not miss it looks at the list (`Suppression`) now and then too.
#: `instance`: the entry of that list.
address_suppressed = Signal()
