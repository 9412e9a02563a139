/**
 * A bird in the mine: it listens on loopback and counts whatever reaches it, whole requests, mere
 * connections and single datagrams. Code that leaks anything makes it sing.
 */
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";

export type Counts = { requests: number; connections: number; packets: number };

export type Canary = {
  /** `127.0.0.1:port`: the same port for all three. */
  host: string;
  /** What it has heard so far. */
  counts: Counts;
  close: () => Promise<void>;
};

/** A canary on a free port. */
export async function startCanary(): Promise<Canary> {
  const counts: Counts = { requests: 0, connections: 0, packets: 0 };
  const server = createServer((_request, response) => {
    counts.requests += 1;
    response.writeHead(200, { "access-control-allow-origin": "*" }).end("heard");
  });
  server.on("connection", () => (counts.connections += 1));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const socket = createSocket("udp4");
  socket.on("message", () => (counts.packets += 1));
  socket.bind(port, "127.0.0.1");
  await once(socket, "listening");
  const close = async (): Promise<void> => {
    socket.close();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return { host: `127.0.0.1:${port}`, counts, close };
}

/** Makes a canary sing in all three ways: a silent one proves nothing if it cannot. */
export async function tease({ host }: Canary): Promise<void> {
  await (await fetch(`http://${host}/`)).text();
  const port = Number(host.split(":")[1]);
  const bare = connect(port, "127.0.0.1");
  await once(bare, "connect");
  bare.destroy();
  const socket = createSocket("udp4");
  await new Promise((done) => socket.send("x", port, "127.0.0.1", done));
  socket.close();
}
