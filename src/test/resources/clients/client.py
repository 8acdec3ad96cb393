# Debian's Python client, unmodified: prints each event that arrives, and ends after three.
# python3 client.py URL TRANSPORTS
import json
import sys
import threading

import socketio

url, transports = sys.argv[1:]
client = socketio.Client()
received = []
done = threading.Event()


@client.on("background_task_response")
def received_one(*args):
    received.append(args)
    if len(received) == 3:
        done.set()


client.connect(url, transports=None if transports == "default" else transports.split(","))
in_time = done.wait(30)
for args in received[:3]:
    print(json.dumps(args, separators=(",", ":")))
print(client.transport())
client.disconnect()
sys.exit(0 if in_time else 1)
