/** Cuts bytes as they come into lines of text; a character may be spread over two chunks. */
export function lineSplitter(emit: (line: string) => void): { write(data: Buffer): void; end(): void } {
  let rest = Buffer.alloc(0);
  const emitLine = (line: Buffer) => {
    emit(line.toString().replace(/\r$/, ""));
  };
  return {
    write(data) {
      rest = Buffer.concat([rest, data]);
      for (let end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n")) {
        emitLine(rest.subarray(0, end));
        rest = rest.subarray(end + 1);
      }
    },
    end() {
      if (rest.length > 0) emitLine(rest);
    },
  };
}
