/** How often something happens or happened. @param count at least 1 */
export const times = (count: number) => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);

/** How often a secret opens. @param count 0: unlimited */
export const timesOrUnlimited = (count: number) => (count === 0 ? 'any number of times' : times(count));
