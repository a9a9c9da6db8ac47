"""やさしい日本語チェック: what makes a Japanese text hard to read for somebody who learns the language."""
