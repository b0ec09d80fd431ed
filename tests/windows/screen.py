"""A screen for the tests of the wizard: nothing but a keyboard reaches what is on it, and pictures of it are kept."""
import os
import shutil
import subprocess
import time

COMPLETE = all(shutil.which(tool) for tool in ("Xvfb", "xdotool", "import", "identify"))


class Screen:
    def __init__(self, pictures):
        self._pictures = pictures
        pictures.mkdir(parents=True, exist_ok=True)
        reader, writer = os.pipe()
        self._server = subprocess.Popen(["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"],
                                        pass_fds=[writer], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writer)
        with os.fdopen(reader) as said:
            self.display = f":{said.readline().strip()}"
        self._environment = {**os.environ, "DISPLAY": self.display}

    def close(self):
        self._server.kill()
        self._server.wait()

    def _tool(self, *command):
        return subprocess.run(command, env=self._environment, capture_output=True, text=True, timeout=30).stdout.strip()

    def press(self, *keys):
        """Names as xdotool has them: Tab, Return, alt+Left."""
        for key in keys:
            self._tool("xdotool", "key", key)
            time.sleep(0.15)    # who types faster than that?

    def type(self, text):
        self._tool("xdotool", "type", "--delay", "40", text)

    def titles(self):
        windows = self._tool("xdotool", "search", "--onlyvisible", "--name", ".").split()
        return {self._tool("xdotool", "getwindowname", window): window for window in windows}

    def wait_for(self, words, seconds=60):
        """Until a window's title has these words, and it has stopped drawing. The whole title."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for title, window in self.titles().items():
                if words in title:
                    self._wait_until_still(window)
                    return title
            time.sleep(0.2)
        raise AssertionError(f"no window came with '{words}' in its title, but {list(self.titles())}")

    def _wait_until_still(self, window):
        before = None
        for _ in range(50):
            now = self._pixels(window)
            if now == before:
                return
            before = now
            time.sleep(0.3)

    def _pixels(self, window):
        return subprocess.run(["import", "-window", window, "-depth", "8", "rgb:-"], env=self._environment,
                              capture_output=True, timeout=30).stdout

    def take(self, name):
        """A picture of the one window there is; how many colours it has."""
        file = self._pictures / f"{name}.png"
        (window,) = self.titles().values()
        self._tool("import", "-window", window, str(file))
        return int(self._tool("identify", "-format", "%k", str(file)))
