/** Edits (insert, delete, replace, swap of neighbours) that turn one word into the other. */
export function editDistance(left: string, right: string): number {
  let twoBack: number[] = [];
  let oneBack = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const row = [i];
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1];
      let best = Math.min((oneBack[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (oneBack[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1])
        best = Math.min(best, (twoBack[j - 2] ?? 0) + 1);
      row.push(best);
    }
    twoBack = oneBack;
    oneBack = row;
  }
  return oneBack[right.length] ?? 0;
}

/** The candidates that someone who wrote `word` may have meant, nearest first. */
export function suggest(word: string, candidates: Iterable<string>, most = 3): string[] {
  const wanted = word.toLowerCase();
  const allowed = Math.max(1, Math.floor(wanted.length / 3));
  const near: { candidate: string; distance: number }[] = [];
  for (const candidate of new Set(candidates)) {
    const folded = candidate.toLowerCase();
    if (Math.abs(folded.length - wanted.length) > allowed && !folded.includes(wanted)) continue;
    const distance = editDistance(wanted, folded);
    const contains = wanted.length >= 3 && folded.includes(wanted);
    if (distance <= allowed || contains) near.push({ candidate, distance });
  }
  near.sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1));
  return near.slice(0, most).map(({ candidate }) => candidate);
}

/** "Did you mean x?" or "Did you mean x or y?", or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const near = suggest(word, candidates);
  if (near.length === 0) return undefined;
  const last = near.pop();
  return `Did you mean ${near.length > 0 ? `${near.join(', ')} or ${last}` : last}?`;
}
