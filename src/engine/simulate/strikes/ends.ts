/** Which links a fault means that names two nodes. */

/** The ends that a fault names: nodes by name or index. */
export type Ends<Node = string> = { from: Node; to: Node; oneWay?: boolean };

/** Whether a link is one of those between two nodes. */
export function joins<Node>(link: Ends<Node>, { from, to, oneWay }: Ends<Node>): boolean {
  const isThis = link.from === from && link.to === to;
  const isReverse = link.from === to && link.to === from;
  return isThis || (isReverse && oneWay !== true);
}
