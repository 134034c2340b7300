"""A mail server in a process of its own, which writes down every mail before it says that it took it."""

import os
import sys
import time
from pathlib import Path

from aiosmtpd.controller import Controller


class Notebook:
    """Notes the Message-ID of each mail, durably, then says yes."""

    def __init__(self, path: Path) -> None:
        self.handle = path.open("a", encoding="utf-8")

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802  # aiosmtpd's name
        head = envelope.content.decode("utf-8", "replace").partition("\r\n\r\n")[0]
        (name,) = (line for line in head.splitlines() if line.lower().startswith("message-id:"))
        self.handle.write(f"{envelope.rcpt_tos[0]} {name.partition(':')[2].strip()}\n")
        self.handle.flush()
        os.fsync(self.handle.fileno())
        return "250 OK"


class LoopbackController(Controller):
    """Takes any free port and knows which one it got before it is first called."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    controller = LoopbackController(Notebook(folder / "mails.txt"), hostname="127.0.0.1", port=0)
    controller.start()
    (folder / "port.tmp").write_text(str(controller.port), encoding="utf-8")
    (folder / "port.tmp").rename(folder / "port")
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(0.2)
