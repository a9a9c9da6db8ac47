"""Keywords at work: kept by staff, suggested while typing, listed for visitors."""
