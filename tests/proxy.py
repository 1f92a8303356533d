"""A proxy for HTTP: forwards what it is asked for, at any name, to the one server that it knows, and says each request."""

import http.server
import sys
import urllib.error
import urllib.parse
import urllib.request

ORIGIN = sys.argv[2]
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Proxy(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        asked = urllib.parse.urlsplit(self.path)
        if not asked.netloc:
            self.send_error(400, "not asked as a proxy")
            return
        try:
            with OPENER.open(ORIGIN + asked.path, timeout=10) as answer:
                body = answer.read()
        except urllib.error.HTTPError as error:
            self.send_error(error.code)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET

    def log_request(self, code="-", size="-"):
        print(f"{code} {self.path}", flush=True)

    def log_message(self, *_):
        """Of errors, which the request says already."""


server = http.server.ThreadingHTTPServer((sys.argv[1], 0), Proxy)
print(f"port {server.server_port}", flush=True)
server.serve_forever()
