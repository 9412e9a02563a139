/** How frames get from one OS process to another on this machine: by UDP or by TCP. */
import { createSocket, type Socket as DatagramSocket } from "node:dgram";
import { connect, createServer, type Server, type Socket } from "node:net";

/** The transports that there are. */
export const TRANSPORTS = ["udp", "tcp"] as const;
export type TransportName = (typeof TRANSPORTS)[number];

/** Sends and receives frames. What cannot be delivered is lost without a word. */
export type Transport = {
  readonly port: number;
  send(port: number, frame: Uint8Array): void;
  close(): void;
};

const HOST = "127.0.0.1";
/** The longest datagram of UDP over IPv4: 65,535 less both headers (RFC 768, RFC 791). */
export const LONGEST_DATAGRAM = 65_507;

/** Opens a transport on a free port. */
export function openTransport(
  name: TransportName,
  receive: (frame: Uint8Array) => void,
): Promise<Transport> {
  return name === "udp" ? openUdp(receive) : openTcp(receive);
}

function openUdp(receive: (frame: Uint8Array) => void): Promise<Transport> {
  const socket: DatagramSocket = createSocket("udp4");
  socket.on("message", receive);
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(0, HOST, () => {
      socket.off("error", reject);
      // A dead receiver's port answers with ICMP: for the sender that is silence.
      socket.on("error", () => {});
      resolve({
        port: socket.address().port,
        send: (port, frame) => socket.send(frame, port, HOST),
        close: () => void socket.close(),
      });
    });
  });
}

function openTcp(receive: (frame: Uint8Array) => void): Promise<Transport> {
  const connections = new Map<number, Socket>();
  const accepted = new Set<Socket>();
  const server: Server = createServer((socket) => {
    accepted.add(socket);
    socket.on("close", () => accepted.delete(socket));
    readFrames(socket, receive);
  });
  const connectionTo = (port: number): Socket => {
    const known = connections.get(port);
    if (known !== undefined) return known;
    const socket = connect(port, HOST);
    socket.setNoDelay(true);
    socket.on("error", () => {});
    socket.on("close", () => connections.delete(port));
    connections.set(port, socket);
    return socket;
  };
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, HOST, () => {
      const { port } = server.address() as { port: number };
      resolve({
        port,
        send: (to, frame) => {
          const length = Buffer.alloc(4);
          length.writeUInt32BE(frame.length);
          connectionTo(to).write(Buffer.concat([length, frame]));
        },
        close: () => {
          server.close();
          for (const socket of [...connections.values(), ...accepted]) socket.destroy();
        },
      });
    });
  });
}

/** Cuts the stream of a connection into frames. */
function readFrames(socket: Socket, receive: (frame: Uint8Array) => void): void {
  let rest = Buffer.alloc(0);
  socket.on("error", () => {});
  socket.on("data", (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32BE(0)) {
      const end = 4 + rest.readUInt32BE(0);
      receive(rest.subarray(4, end));
      rest = rest.subarray(end);
    }
  });
}
