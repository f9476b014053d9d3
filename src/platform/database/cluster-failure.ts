/** The embedded database cannot run here, for a reason outside the program; the message says what to do. */
export class ClusterFailure extends Error {}

const folderTroubles: Readonly<Record<string, string>> = {
  EACCES: 'this user may not use it',
  EPERM: 'this user may not use it',
  EROFS: 'it cannot be written to',
  ENOSPC: 'the disk is full',
  EEXIST: 'it is not a folder',
  ENOTDIR: 'it is not a folder',
};

/** What the operating system refuses about the folder is such a failure; anything else stays as it is. */
export function asClusterFailure(error: unknown, dataDirectory: string): unknown {
  const trouble = folderTroubles[(error as NodeJS.ErrnoException)?.code ?? ''];
  if (trouble === undefined) return error;
  return new ClusterFailure(
    `The database cannot live in ${dataDirectory}: ${trouble}. Set DATA_DIRECTORY to a folder of your own.`,
    { cause: error },
  );
}
