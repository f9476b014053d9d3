/** Amounts of a line by form, kind and year, as one object for each party; forms of nothing are left out. */
const formsOf = (table: string, condition: string): string =>
  `SELECT party_id, jsonb_object_agg(name, amount) AS forms FROM (
     SELECT party_id, concat_ws(':', form, coalesce(kind, ''), coalesce(year::text, '')) AS name, sum(amount_minor)::text AS amount
     FROM ${table} WHERE cooperative_id = current_cooperative_id() AND run_id = $1 ${condition} AND amount_minor <> 0 GROUP BY 1, 2) a
   GROUP BY party_id`;

const sumsOf = (
  part: string,
): string => `coalesce(sum(amount_minor) FILTER (WHERE NOT (${part})), 0)::bigint AS amount,
     coalesce(sum(amount_minor) FILTER (WHERE ${part}), 0)::bigint AS borne,
     CASE WHEN bool_and(least_minor IS NOT NULL) THEN coalesce(sum(least_minor) FILTER (WHERE NOT (${part})), 0)::bigint END AS least`;

/**
 * Of run `$1`, everybody's amounts now and before computation `$2` was set aside: what they get and bear, the least of it,
 * and each form. Leasts and forms of before are null where they were not kept yet; who takes part no longer has no key.
 */
export const amountChanges = `(SELECT coalesce(n.party_id, e.party_id) AS party_id, coalesce(n.key, k.key) AS key,
    coalesce(e.amount, 0)::bigint AS before_minor, coalesce(n.amount, 0)::bigint AS after_minor,
    coalesce(e.borne, 0)::bigint AS borne_before_minor, coalesce(n.borne, 0)::bigint AS borne_after_minor,
    e.least AS least_before_minor, coalesce(n.least, 0)::bigint AS least_after_minor,
    CASE WHEN e.party_id IS NULL OR e.least IS NOT NULL THEN coalesce(ef.forms, '{}') END AS forms_before,
    coalesce(nf.forms, '{}') AS forms_after
  FROM (SELECT party_id, min(key) AS key, ${sumsOf(`part = 'loss'`)} FROM run_line
      WHERE cooperative_id = current_cooperative_id() AND run_id = $1 GROUP BY party_id) n
  FULL JOIN (SELECT party_id, ${sumsOf(`pool LIKE 'loss:%'`)} FROM run_line_earlier
      WHERE cooperative_id = current_cooperative_id() AND run_id = $1 AND computation = $2 GROUP BY party_id) e ON e.party_id = n.party_id
  LEFT JOIN (${formsOf('run_line_form', '')}) nf ON nf.party_id = n.party_id
  LEFT JOIN (${formsOf('run_line_form_earlier', 'AND computation = $2')}) ef ON ef.party_id = e.party_id
  LEFT JOIN run_participant k ON k.cooperative_id = current_cooperative_id() AND k.run_id = $1 AND k.party_id = e.party_id)`;

/** Whether what somebody gets or bears changed, in any form, as the records stand. */
export const amountsDiffer = `(c.before_minor <> c.after_minor OR c.borne_before_minor <> c.borne_after_minor
  OR coalesce(c.forms_before <> c.forms_after, false))`;
/** The same, or the least of it, which open disputes lower. */
export const anythingDiffers = `(${amountsDiffer} OR coalesce(c.least_before_minor <> c.least_after_minor, false))`;
