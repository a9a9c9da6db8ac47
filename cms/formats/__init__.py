"""How Django writes dates and numbers in languages that it has no formats for. What visitors read is mostly Babel's."""
