"""The last rung of the ladder: fakeredis over TCP, for machines where no Redis can be had."""

import sys

from fakeredis import TcpFakeServer


def main(port: int) -> None:
    server = TcpFakeServer(("127.0.0.1", port))
    server.daemon_threads = True
    server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]))
