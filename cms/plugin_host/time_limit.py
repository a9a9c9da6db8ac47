"""End a call into a plugin that does not come to an end by itself."""

import ctypes
import signal
import threading
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")
#: So many seconds later it is tried again: the plugin may have caught the first one. Longer than psycopg takes to
#: cancel a query (5 s): interrupted in that it closes the connection.
AGAIN = 10.0


class TooSlow(Exception):
    """A call was ended because its time was over."""


class TimeIsUp(KeyboardInterrupt):
    """Raised in the middle of the call.

    No `except Exception` of the plugin keeps it, and psycopg cancels the query that it waits for, as it does when
    somebody presses Ctrl-C.
    """


def run(fn: Callable[[], T], *, seconds: float) -> T:
    """Return what `fn()` returns; raise TooSlow, with the traceback of where it was, when it takes longer.

    In the main thread (workers, commands) a signal ends sleeps and waits for sockets too. In other threads (web
    processes) only Python code can be ended: what waits in C is ended when it comes back, and no sooner.
    """
    is_main = threading.current_thread() is threading.main_thread()
    return (_by_signal if is_main else _by_watch)(fn, seconds)


def _by_signal(fn: Callable[[], T], seconds: float) -> T:
    running = True

    def ring(*args: Any) -> None:
        if running:
            raise TimeIsUp

    handler_before = signal.signal(signal.SIGALRM, ring)
    timer_before = signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        try:
            return fn()
        finally:
            running = False
    except TimeIsUp as up:
        running = False
        raise TooSlow(f"{seconds:g} s").with_traceback(up.__traceback__) from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, *timer_before)
        signal.signal(signal.SIGALRM, handler_before)


def _by_watch(fn: Callable[[], T], seconds: float) -> T:
    thread, over, lock = threading.get_ident(), threading.Event(), threading.Lock()

    def watch() -> None:
        pause = seconds
        while not over.wait(pause):
            with lock:
                if not over.is_set():
                    _raise_in(thread, TimeIsUp)
            pause = AGAIN

    threading.Thread(target=watch, daemon=True, name="time limit of a plugin").start()
    try:
        try:
            return fn()
        finally:
            with lock:
                over.set()
                _raise_in(thread, None)  # one that was on its way
    except TimeIsUp as up:
        over.set()
        raise TooSlow(f"{seconds:g} s").with_traceback(up.__traceback__) from None


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    """Raise an error in another thread, the next time that it runs Python code; None takes it back."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(
        ctypes.c_ulong(thread), None if error is None else ctypes.py_object(error)
    )
