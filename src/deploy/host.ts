/** A machine on which commands can be run: over SSH, or beside this process in namespaces. */
export interface Host {
  /**
   * Runs one program to its end; its words reach it as they are, whatever they hold. A program that
   * exits with another code than 0 is an answer, not an error.
   * @throws DeployError `timeout`, `too-much-output`, or `lost` when the connection breaks before the
   * exit code: then nobody knows whether the program ran
   */
  run(words: readonly string[], options?: RunOptions): Promise<Finished>;
  close(): Promise<void>;
}

export interface RunOptions {
  /** On the program's standard input, which is closed after it: where secrets go, never among the words. */
  readonly input?: string;
  /** 30,000 where undefined. */
  readonly timeoutMs?: number;
  /** Of standard output and error together, bytes; 16 MiB where undefined. A device may send forever. */
  readonly outputMax?: number;
  readonly signal?: AbortSignal;
}

export interface Finished {
  readonly stdout: string;
  readonly stderr: string;
  /** 128 + n where signal n ended the program. */
  readonly code: number;
}

/** Makes a new connection each time: to prove that a device still answers, one must come in anew. */
export type Connect = () => Promise<Host>;
