/** Words of klaim.yaml: those that say nothing of their own, and pairs that mean the same. */
export type ClaimWords = { glue: ReadonlySet<string>; same: ReadonlyMap<string, readonly string[]> };
