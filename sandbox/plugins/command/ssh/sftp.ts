import path from "node:path";
import type { Client, SFTPWrapper, Stats } from "ssh2";

/** Files of a host, written as the official plugin does it, with its words for what goes wrong. */
export class RemoteFiles {
  private constructor(private readonly sftp: SFTPWrapper) {}

  static open(client: Client): Promise<RemoteFiles> {
    return new Promise((resolve, reject) => {
      client.sftp((error, sftp) => {
        if (error === undefined) resolve(new RemoteFiles(sftp));
        else reject(new Error(unopened(error.message)));
      });
    });
  }

  async writeText(text: string, place: string): Promise<void> {
    const there = await this.#stat(place);
    if (there?.isDirectory() === true) {
      throw new Error(`remote path ${place} is a directory; when using a text asset, remotePath must be a file path`);
    }
    await this.#makeFolder(place);
    await this.#write(place, Buffer.from(text), `failed to write text content to remote path ${place}`);
  }

  /** @param file what it is called here, which a folder's file is called there, too. */
  async copy(file: string, content: Buffer, place: string): Promise<void> {
    const there = await this.#stat(place);
    const target = there?.isDirectory() === true ? path.posix.join(place, path.basename(file)) : place;
    if (there === undefined) await this.#makeFolder(target);
    await this.#write(target, content, `failed to copy file ${file} to remote path ${target}`);
  }

  async #stat(place: string): Promise<Stats | undefined> {
    try {
      return await promised((done) => {
        this.sftp.stat(place, done);
      });
    } catch (error) {
      if ((error as SftpError).code === 2) return undefined;
      throw new Error(`failed to stat remote path ${place}: ${wordsOf(error as SftpError)}`);
    }
  }

  async #makeFolder(place: string): Promise<void> {
    const folder = path.posix.dirname(place);
    if ((await this.#stat(folder))?.isDirectory() === true) return;
    await this.#makeFolder(folder);
    try {
      await promised((done) => {
        this.sftp.mkdir(folder, done);
      });
    } catch (error) {
      throw new Error(`failed to create parent directories for ${place}: ${wordsOf(error as SftpError)}`);
    }
  }

  async #write(place: string, content: Buffer, failure: string): Promise<void> {
    let handle: Buffer;
    try {
      handle = await promised((done) => {
        this.sftp.open(place, "w+", done);
      });
    } catch (error) {
      throw new Error(`failed to create remote file ${place}: ${wordsOf(error as SftpError)}`);
    }
    try {
      await promised((done) => {
        if (content.length === 0) done(undefined);
        else this.sftp.write(handle, content, 0, content.length, 0, done);
      });
    } catch (error) {
      throw new Error(`${failure}: ${wordsOf(error as SftpError)}`);
    } finally {
      await promised((done) => {
        this.sftp.close(handle, done);
      }).catch(() => undefined);
    }
  }
}

/** With the protocol's number (draft-ietf-secsh-filexfer-02, 7). */
type SftpError = Error & { readonly code?: number };

function promised<T>(call: (done: (error: Error | null | undefined, value?: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, value) => {
      if (error) reject(error);
      else resolve(value as T);
    });
  });
}

/** What Go's library makes of an answer. */
function wordsOf({ code, message }: SftpError): string {
  if (code === 2) return "file does not exist";
  if (code === 3) return "permission denied";
  if (message === "No response from server") return "connection lost";
  return code === 4 ? `sftp: "${message}" (SSH_FX_FAILURE)` : message;
}

/** Why there is no SFTP, in Go's words. */
function unopened(message: string): string {
  if (message.includes("Unable to start subsystem")) return "ssh: subsystem request failed";
  const problem = /exceed|too long|length/.test(message)
    ? "packet too long"
    : "server unexpectedly closed connection: unexpected EOF";
  return `error receiving version packet from server: ${problem}`;
}
