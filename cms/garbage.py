"""How often Python looks for garbage that holds itself: seldom, and not among what lives as long as the process.

Almost all objects go when nothing names them any more, without being looked for. A site that has started has some
370,000 that stay; Python's usual 700 new ones between two looks are made many times over by every page.
"""

import gc

#: New objects between two looks at the youngest (usually 700), and looks between two at the older ones.
SELDOM = (50_000, 20, 50)


def look_seldom() -> None:
    """Look for garbage less often, from now on."""
    gc.set_threshold(*SELDOM)


def keep_what_is_loaded() -> None:
    """Never look again at what is there now: to be called once, when everything is loaded."""
    gc.collect()
    gc.freeze()
