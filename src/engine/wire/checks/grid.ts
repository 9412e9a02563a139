/**
 * Two-dimensional parity: the message as a grid, one byte a row; a parity bit for each column (in
 * a last row) and one for each row, that last one included. A single flip spoils one row and one
 * column, and where they cross is the bit. (Elias, Error-Free Coding, 1954; Kurose & Ross,
 * Computer Networking, 8th edition, §6.2.1.)
 */
import { MOST_BYTES, checkBytes } from "../bytes.ts";
import { bitAt, type Code, type Decoded, flipBit, parityOf } from "./code.ts";

const NAME = "two-dimensional parity";

/** Bytes behind a message of so many: a row of column parities, then a bit for each row. */
function guardSize(length: number): number {
  return 1 + Math.ceil((length + 1) / 8);
}

/** How long the message in so many bytes is; −1 if no message has that many. */
function messageSize(length: number): number {
  const message = Math.floor((8 * length - 9) / 9);
  for (const size of [message - 1, message, message + 1]) {
    if (size >= 0 && size + guardSize(size) === length) return size;
  }
  return -1;
}

function encode(message: Uint8Array): Uint8Array {
  checkBytes(NAME, "the message", message, { min: 0, max: MOST_BYTES });
  const rows = message.length + 1;
  const bytes = new Uint8Array(message.length + guardSize(message.length));
  bytes.set(message);
  for (const byte of message) bytes[message.length] ^= byte;
  for (let row = 0; row < rows; row++) {
    if (parityOf(bytes[row]) === 1) flipBit(bytes, rows * 8 + row);
  }
  return bytes;
}

function decode(received: Uint8Array): Decoded {
  checkBytes(NAME, "what was received", received, { min: 0, max: 2 * MOST_BYTES });
  const size = messageSize(received.length);
  if (size < 0) return { message: new Uint8Array(0), corrected: [], isDamaged: true };
  const bytes = received.slice();
  const rows = size + 1;
  const { oddRows, oddColumns } = oddLines(bytes, rows);
  if (oddRows.length === 0 && oddColumns.length === 0) {
    return { message: bytes.slice(0, size), corrected: [], isDamaged: false };
  }
  if (oddRows.length !== 1 || oddColumns.length !== 1) {
    return { message: bytes.slice(0, size), corrected: [], isDamaged: true };
  }
  const [row] = oddRows;
  const [column] = oddColumns;
  const bit = column === 8 ? rows * 8 + row : row * 8 + column;
  flipBit(bytes, bit);
  return { message: bytes.slice(0, size), corrected: [bit], isDamaged: false };
}

/** The rows and columns with an odd number of ones; column 8 is that of the rows' parities. */
function oddLines(bytes: Uint8Array, rows: number): { oddRows: number[]; oddColumns: number[] } {
  const oddRows: number[] = [];
  let columns = 0;
  let last = 0;
  for (let row = 0; row < rows; row++) {
    const parity = bitAt(bytes, rows * 8 + row);
    columns ^= bytes[row];
    last ^= parity;
    if (parityOf(bytes[row]) !== parity) oddRows.push(row);
  }
  const oddColumns = [0, 1, 2, 3, 4, 5, 6, 7].filter((i) => ((columns >>> (7 - i)) & 1) === 1);
  if (last === 1) oddColumns.push(8);
  return { oddRows, oddColumns };
}

/**
 * Two-dimensional parity over rows of eight bits. It repairs one flip and notices two; three may
 * look like one elsewhere, and four at the corners of a rectangle like none.
 */
export const gridParity: Code = Object.freeze({ name: NAME, encode, decode });
