/** Where the bytes of files are kept. */
export type FileStore = {
  /** Keeps the bytes; a second time under the same place replaces them. Resolves when a crash would not lose them. */
  put: (place: string, bytes: Uint8Array, type: string) => Promise<void>;
  /** Undefined when nothing is there. */
  get: (place: string) => Promise<Uint8Array | undefined>;
  /** What is not there is removed already. */
  remove: (place: string) => Promise<void>;
};
