import { z } from 'zod';
import { DispatchCode } from './codes.ts';
import { GroupName } from './groups.ts';
import { CommandPolicy, SessionPolicy } from './deskPolicy.ts';
import { fields, seconds } from './policyFields.ts';
import { TIERS, tiersWithin } from './tiers.ts';

const metres = z.number().min(0).max(100_000);
const LIMITS = TIERS.map(({ limit }) => limit).toReversed();
const TIER_CODES = TIERS.flatMap(({ code, possibleCode }) => (possibleCode === null ? [code] : [code, possibleCode]));

/** Tiers of one order. Nearer tiers lie inside farther ones. */
export const Limits = z
  .strictObject(fields(LIMITS, metres))
  .refine(
    (limits) => tiersWithin(limits).every(({ limit_m }, i, tiers) => limit_m >= (tiers[i - 1]?.limit_m ?? 0)),
    `limits must shrink: ${LIMITS.join(' ≥ ')}`,
  )
  .readonly();
export type Limits = z.infer<typeof Limits>;

/** Soundings at one desk within a window of time, and what they are held against. */
export const AlarmLimits = z
  .strictObject({
    window_s: seconds.positive(),
    /** More than so many in the window is more than one operator answers well. */
    steady: z.int().min(0).max(10_000),
    /** More than so many in the window is a flood. */
    flood: z.int().min(1).max(10_000),
    /** A flood is over once there are fewer than so many. */
    floodEnds: z.int().min(1).max(10_000),
  })
  .refine(({ steady, flood, floodEnds }) => steady <= flood && floodEnds <= flood, {
    message: 'steady and floodEnds must not be more than flood',
  })
  .readonly();
export type AlarmLimits = z.infer<typeof AlarmLimits>;

/**
 * Everything a deployment may decide, in one file (`assets/policy.yaml`). No literal of these may stand in code.
 * Figures and their origin are in docs/policy.md.
 */
export const Policy = z
  .strictObject({
    limits: Limits,
    codes: z
      .strictObject({
        ...fields(TIER_CODES, DispatchCode),
        sos: DispatchCode,
        zone: DispatchCode,
        buffer: DispatchCode,
        strapTamper: DispatchCode,
        device: DispatchCode,
        /** A silent victim whose offender is within the warning tier. */
        silentNear: DispatchCode,
        /** An offender's device says places that are made up. */
        placeFaked: DispatchCode,
        /** An offender's bracelet is away from its tracker. */
        unpaired: DispatchCode,
        /** A victim's phone is heard and says no new place. */
        notMoved: DispatchCode,
        /** Many devices that fall silent together. */
        outage: DispatchCode,
        /** An order that the server cannot evaluate. */
        unwatched: DispatchCode,
      })
      .readonly(),
    uncertainty: z
      .strictObject({
        /** 68 % → 95 % for a two-dimensional normal error. */
        radiusFactor: z.number().min(1).max(5),
        /** Accuracy taken when a fix names none. */
        defaultAccuracy_m: metres,
        /** Accuracy of a fix that names only its horizontal dilution: dilution times this. */
        hdop_m: z.number().positive().max(100),
        /** Least accuracy of a recorded fix that its receiver calls estimated: no satellite measured it. */
        estimatedAccuracy_m: metres,
        /** Age, in reporting intervals, after which the radius begins to grow. */
        graceIntervals: z.number().min(0).max(10),
        defaultInterval_s: seconds,
        /** Where a device is configured with no interval: the median of so many last ones. */
        intervalsOfMedian: z.int().min(1).max(100),
        /** Fewer intervals than so many make no rate: then it is the default. */
        fewestIntervals: z.int().min(1).max(100),
        speedFactor: z.number().min(1).max(5),
        minSpeed_mps: z.number().min(0).max(100),
        maxSpeed_mps: z.number().min(0).max(100),
        speedWindow_s: seconds,
        /** A way faster than what a device reports proves a speed where it took so long: over a second noise is as fast as a car. */
        provenOver_s: seconds,
      })
      .readonly(),
    hysteresis: z
      .strictObject({
        factor: z.number().min(1).max(3),
        margin_m: metres,
        fixes: z.int().min(1).max(20),
        dwell_s: seconds,
      })
      .readonly(),
    possible: z.strictObject({ dwell_s: seconds, fixes: z.int().min(1).max(20) }).readonly(),
    silence: z.strictObject({ after_s: seconds, locationLostAfter_s: seconds }).readonly(),
    /** When devices that fall silent are told as one mass outage, and when it is over. */
    outage: z
      .strictObject({
        /** More than this share of the devices of a group that were heard within `heardWithin_s`, and no fewer than `atLeast`. */
        share: z.number().min(0).max(1),
        atLeast: z.int().min(2).max(1_000_000),
        /** They fall quiet within so long. */
        within_s: seconds.positive(),
        heardWithin_s: seconds.positive(),
        /** A device is quiet after so many of its intervals, but no later than `quietAtMost_s` where its interval allows that. */
        quietIntervals: z.number().min(1).max(20),
        quietAtMost_s: seconds.positive(),
        /** The smallest group that holds so much of what is quiet gives the outage its name. */
        namedBy_share: z.number().min(0).max(1),
        /** It is over once so many are heard again, or no more than `fewLeft` are silent, for `endsAfter_s`. */
        back_share: z.number().min(0).max(1),
        fewLeft: z.int().min(0).max(1_000_000),
        endsAfter_s: seconds,
        /** Who fell silent or came back since is recorded no more often than this. */
        tellEvery_s: seconds,
        /** By what the register groups devices. */
        groups: z.array(GroupName).max(20).readonly(),
      })
      .readonly(),
    trouble: z
      .strictObject({
        /** A wrong clock, or messages that cannot be read, are told after so long without a fix that counts. */
        tellAfter_s: seconds,
        /** What a device's messages said ends so long after it was last so, with a fresh fix. */
        endAfter_s: seconds,
        /** An offset of a wrong clock that is other by more than this, and called otherwise, is told while the alert runs. */
        clockChange_s: seconds,
        /** A victim's phone that repeats its last fix is told as stuck after so long. */
        notMovedAfter_s: seconds,
        /** A device without a place is called silent again only when nothing has been heard of it for so long. */
        unheardAfter_s: seconds,
      })
      .readonly(),
    /** When the server's own clock is wrong, and who says so (docs/rules.md, time). */
    clock: z
      .strictObject({
        /** A step or an offset above this is a fault of the clock; less is followed. */
        fault_s: seconds.positive(),
        /** Fewer devices than so many cannot judge the clock. */
        devices: z.int().min(3).max(10_000),
        /** A device heard so long ago is no witness any more. */
        heardWithin_s: seconds.positive(),
        /** Each device counts with the least delay it had within about so long. */
        least_s: seconds.positive(),
        /** A delay that has not fallen for so long is that of a device that delivers the present. */
        settledAfter_s: seconds.positive(),
        /** How fast time follows the machine's clock, and the devices, parts per million. */
        follow_ppm: z.number().min(0).max(100_000),
        drift_ppm: z.number().min(0).max(100_000),
        /** A server that did not run for so long has to be judged anew. */
        heldUp_s: seconds.positive(),
        /** Devices that say more than this are not believed, however many they are. */
        atMost_s: seconds.positive(),
      })
      .readonly(),
    fixes: z
      .strictObject({
        future_s: seconds,
        /** A fix older than this at its receipt is refused: no phone keeps one so long, but clocks are off by more. */
        oldest_s: seconds,
        /** Where the first place of a device must lie; one elsewhere is a fault of the device, such as latitude and longitude swapped. */
        country: z
          .strictObject({
            west_deg: z.number().min(-180).max(180),
            east_deg: z.number().min(-180).max(180),
            south_deg: z.number().min(-90).max(90),
            north_deg: z.number().min(-90).max(90),
          })
          .readonly(),
        batteryLow_percent: z.number().min(0).max(100),
        /** Faster than this from the last accepted fix, a fix is held. */
        plausible_mps: z.number().min(1).max(1000),
        /** A fix that contradicts its own track is doubted for so long, unless a later one bears it out or disproves it. */
        doubt_s: seconds,
        /** So is one whose accuracy has collapsed: it is this bad, and so many times worse than that of the last believed one. */
        collapsed_m: metres,
        collapsedTimes: z.number().min(1).max(1000),
        /** An accuracy that stays collapsed for longer is all that the device can do, and is believed. */
        collapse_s: seconds,
        handIn_s: seconds,
        /** After a gap as long as this any movement may be a real one, and is not doubted. */
        doubtGap_s: seconds,
        /** A device that jumps to and fro within so long, between places so far apart, is in two places at once. */
        twoPlaces_s: seconds,
        twoPlaces_m: metres,
      })
      .readonly(),
    /** The same press of the button sent again within this is one press. */
    sos: z.strictObject({ samePress_s: seconds }).readonly(),
    escalation: z
      .strictObject({
        /** By code, 0 to 4: a sounding that nobody has acknowledged for so long rings at the supervisors too; null for never. */
        after_s: z
          .tuple([seconds.nullable(), seconds.nullable(), seconds.nullable(), seconds.nullable(), seconds.nullable()])
          .readonly(),
      })
      .readonly(),
    /** An incident that begins no longer than this after the last of its order ended is one story with it: its positions are kept so long. */
    story: z.strictObject({ within_s: seconds }).readonly(),
    shelving: z
      .strictObject({
        /** Nothing is shelved for longer. */
        longest_s: seconds.positive(),
        /** How long a desk offers to shelve, the usual one first. */
        offered_s: z.array(seconds.positive()).min(1).max(6).readonly(),
      })
      .readonly(),
    /** When a breach that outlives the resolution of its incident rings again. */
    outliving: z
      .strictObject({
        /** While the offender is closing in. */
        closing_s: seconds,
        /** In any case. */
        otherwise_s: seconds,
        /** In any case, where the offender was arrested or separated: it is expected to end by itself. */
        afterSeparation_s: seconds,
      })
      .readonly(),
    lease: z
      .strictObject({
        duration_s: seconds,
        renewBefore_s: seconds,
        afterResolution_s: seconds,
        /** A lease by break-glass outlives the breach by so long. */
        breakGlassGrace_s: seconds,
      })
      .readonly(),
    desks: z
      .strictObject({
        /** A desk that has not been heard for so long counts as gone. */
        unheardAfter_s: seconds.positive(),
        /** Least urgent code of an incident that sounds again when the desk that has it is gone. */
        soundsAgainTo: DispatchCode,
      })
      .readonly(),
    track: z
      .strictObject({
        memory_s: seconds,
        /** Between two fixes at most this far apart a subject moves on the straight line. */
        maxLeg_s: seconds,
      })
      .readonly(),
    /** How it is told whether two people come nearer (docs/rules.md). */
    trend: z
      .strictObject({
        /** Speeds are taken over at least and at most so long: no longer than `fine_mps` asks for. */
        shortest_s: seconds,
        longest_s: seconds,
        /** Standard error of a person's speed that is fine enough to look back no farther. */
        fine_mps: z.number().positive().max(10),
        /** Time over which the error of a fix drifts away. */
        correlation_s: z.number().positive().max(60),
        /** Standard error of the speed that a device reports, beside how people move. */
        reportedError_mps: z.number().positive().max(10),
        /** Standard errors that a change must be away from none to be told; more than the 1.96 of the range it is told with. */
        sureErrors: z.number().min(2).max(10),
        /** Slower than this is standing still. */
        slow_mps: z.number().min(0).max(10),
        /** Surely slower than this the distance is called steady. */
        steady_mps: z.number().min(0).max(10),
      })
      .readonly(),
    /** How recorded tracks are read (`jikim analyse`). */
    recorded: z
      .strictObject({
        /** A file of which more lines cannot be read is refused as a whole. */
        badLines_share: z.number().min(0).max(1),
        /** A fix farther in time from the one before waits for those after it to confirm it. */
        clockJump_s: seconds,
      })
      .readonly(),
    record: z
      .strictObject({
        distanceEvery_s: seconds,
        /** Pace at which sealed positions are committed to in the record. */
        commitEvery_s: seconds,
        /** So long the record may take nothing before what waits for it is told to the desks as provisional. */
        provisionalAfter_s: seconds,
        /** After so long without a write something small is written, to know that the record still takes what comes. */
        probeEvery_s: seconds,
      })
      .readonly(),
    hold: z
      .strictObject({
        /** After an arrest, and after a contact or the entry of a zone that was likely or confirmed, unless the evidence is exported earlier. */
        automatic_s: seconds,
        /** Automatic holds last so long after the last export with positions: the package may not have arrived. */
        afterExport_s: seconds,
        /** A supervisor's hold reaches no farther ahead. */
        longest_s: seconds,
      })
      .readonly(),
    commands: CommandPolicy,
    session: SessionPolicy,
    /** The screen an operator works at. */
    console: z
      .strictObject({
        /** Untouched for so long, and with no incident open, it asks for the password again. */
        lockAfter_s: seconds.positive(),
        /** Keeps live windows off screenshots and shared screens, where the system can; never in training. */
        blockCapture: z.boolean(),
      })
      .readonly(),
    /** How many alarms an operator can work with (docs/policy.md). */
    alarms: AlarmLimits,
    /** For so long after a key no row of the queue changes its place. */
    queue: z.strictObject({ still_s: seconds }).readonly(),
    units: z
      .strictObject({
        /** Straight-line distance is multiplied by this where no street route is known. */
        detourFactor: z.number().min(1).max(3),
        car_mps: z.number().min(1).max(60),
        motorbike_mps: z.number().min(1).max(60),
        foot_mps: z.number().min(0.5).max(5),
        /** A unit whose last position is older than this is ranked last; of one that was sent it is said. */
        stale_s: seconds,
        /** A unit so near to one of the people it was sent for, and slower than this for so long, is proposed to be on scene. */
        arrived_m: metres,
        arrivedSlow_mps: z.number().min(0).max(20),
        arrivedFor_s: seconds,
        /** A unit that was sent and has not moved on by so much for so long is told. */
        notMoving_m: metres,
        notMovingFor_s: seconds,
      })
      .readonly(),
    escape: z
      .strictObject({
        /** Safe places are looked for so far around the victim, as the crow flies, and so many of the nearest are weighed. */
        radius_m: metres,
        places: z.int().min(1).max(30),
        walk_mps: z.number().min(0.5).max(5),
        /** A lead over the offender that is enough: beyond it the shortest walk wins. */
        margin_s: seconds,
      })
      .readonly(),
    /** How it is told whether a victim follows the way that was sent to them. */
    guidance: z
      .strictObject({
        /** Within so much of the place, for so long: arrived. */
        arrived_m: metres,
        arrivedFor_s: seconds,
        /** So much more to walk than before, beyond the error of the place: away. */
        away_m: metres,
        /** Less progress than this in so long: stalled. */
        stalled_m: metres,
        stalledFor_s: seconds.positive(),
        /** A last place that is older says nothing of where the victim goes. */
        fresh_s: seconds.positive(),
      })
      .readonly(),
  })
  .refine((p) => p.shelving.offered_s.every((offered_s) => offered_s <= p.shelving.longest_s), {
    path: ['shelving', 'offered_s'],
    message: 'must not be longer than shelving.longest_s, or the server would refuse it',
  })
  .refine((p) => p.outage.quietAtMost_s < p.silence.after_s, {
    path: ['outage', 'quietAtMost_s'],
    message: 'must be less than silence.after_s, or each device would be told as silent before the outage is seen',
  })
  .refine((p) => p.uncertainty.fewestIntervals <= p.uncertainty.intervalsOfMedian, {
    path: ['uncertainty', 'fewestIntervals'],
    message: 'must not be more than uncertainty.intervalsOfMedian, or no interval would ever be known',
  })
  .refine((p) => p.escape.walk_mps <= p.uncertainty.minSpeed_mps, {
    path: ['escape', 'walk_mps'],
    message: 'a victim must not be reckoned faster than uncertainty.minSpeed_mps, the slowest offender',
  })
  .readonly();
export type Policy = z.infer<typeof Policy>;
