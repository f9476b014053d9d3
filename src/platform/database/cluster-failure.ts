/** The embedded database cannot run here, for a reason outside the program; the message says what to do. */
export class ClusterFailure extends Error {}
