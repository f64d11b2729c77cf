/** Calls that may be made now: as many at once as in a second, then as many each second. */
export class Allowance {
  private readonly most: number;
  private left: number;
  private asOf?: number;

  constructor(private readonly perSecond: number) {
    this.most = Math.max(1, perSecond);
    this.left = this.most;
  }

  /**
   * @param now in milliseconds
   * @returns whether there was one left
   */
  take(now = Date.now()): boolean {
    const passed = (now - (this.asOf ?? now)) / 1000;
    this.left = Math.min(this.most, this.left + passed * this.perSecond);
    this.asOf = now;
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }
}
