"""QR codes for paper."""

from cms.core.qr_code import QUIET_ZONE, qr_code


def test_code_has_a_white_border_and_is_square() -> None:
    code = qr_code("https://example.jp/ja/")
    assert code.size >= 21 + 2 * QUIET_ZONE


def test_path_is_drawing_commands_only() -> None:
    assert set(qr_code("https://example.jp/ja/").path) <= set("Mmhz0123456789.- ")


def test_different_addresses_have_different_codes() -> None:
    assert qr_code("https://example.jp/ja/").path != qr_code("https://example.jp/en/").path
