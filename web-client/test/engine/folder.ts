import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Folder } from '../../src/engine/disk';

/** A folder of this machine that looks like one of a browser's private file system. */
export function folderAt(path: string): Folder {
  const folder = {
    kind: 'directory',
    name: path.split('/').at(-1),
    async getDirectoryHandle(name: string, options?: { create?: boolean }): Promise<Folder> {
      if (options?.create === true) await mkdir(join(path, name), { recursive: true });
      await readdir(join(path, name));
      return folderAt(join(path, name));
    },
    async getFileHandle(name: string, options?: { create?: boolean }): Promise<object> {
      if (options?.create === true) await writeFile(join(path, name), '', { flag: 'a' });
      await stat(join(path, name));
      return fileAt(path, name);
    },
    removeEntry: (name: string) => rm(join(path, name)),
    async *values(): AsyncGenerator<object> {
      for (const entry of await readdir(path, { withFileTypes: true })) yield entry.isDirectory() ? folderAt(join(path, entry.name)) : fileAt(path, entry.name);
    },
  };
  return folder as unknown as Folder;
}

/** What is written appears when the stream is closed, as in a browser. */
function fileAt(path: string, name: string): object {
  const file = join(path, name);
  return {
    kind: 'file',
    name,
    async getFile(): Promise<object> {
      const { size, mtimeMs } = await stat(file);
      return { size, lastModified: mtimeMs, arrayBuffer: async () => new Uint8Array(await readFile(file)).buffer };
    },
    createWritable(): Promise<object> {
      const swap = `${path}.${name}.swap`;
      return Promise.resolve({ write: (bytes: Uint8Array) => writeFile(swap, bytes), close: () => rename(swap, file) });
    },
  };
}

/** Makes a file look as old as `atSeconds` since 1970. */
export function age(file: string, atSeconds: number): Promise<void> {
  return utimes(file, atSeconds, atSeconds);
}
