/**
 * Whether a name belongs to demonstration material: the word DEMO, or the warning that demo roots carry as
 * their organisation. Mode real refuses what carries it, since the demo's keys are in everybody's hands.
 */
export function isDemoMarked(name: string): boolean {
  return /(?<![\p{L}\p{N}])DEMO(?![\p{L}\p{N}])|DEMONSTRATION NE PAS FAIRE CONFIANCE/u.test(name)
}
