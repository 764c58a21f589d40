/** What a process has used: the most memory in bytes, and the milliseconds of processor time of all its threads. */
export type Used = { memory: number; cpu: number };

export function used(): Used {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  return { memory: maxRSS * 1024, cpu: (userCPUTime + systemCPUTime) / 1000 };
}
