import { and, eq } from "drizzle-orm";
import { findProject } from "@/modules/projects";
import { type Ctx, requirePermission } from "@/server/context";
import { Secret } from "@/server/crypto";
import { AppError } from "@/server/errors";
import {
  type Config,
  latestSnapshot,
  readSnapshot,
  readState,
  type StoredVariable,
  snapshotAt,
} from "../snapshots/store";
import { envConfig } from "../tables";
import { openTokens } from "../vault/sealing";
import { createResolver, type Node, type Resolved } from "./references";

/** A variable that holds in an environment: set there, or inherited. */
export interface HeldVariable {
  stored: StoredVariable;
  inheritedFrom: string | undefined;
}

interface Scope {
  config: Config;
  held: ReadonlyMap<string, HeldVariable>;
  /** Opened when the first of them is asked for. */
  opened: Promise<ReadonlyMap<StoredVariable, Secret>> | undefined;
}

interface Start {
  config: Config;
  stored: readonly StoredVariable[];
  /** Numbers of the snapshots of other configurations to read, as `@<configuration id>`; the latest where none is named. */
  pins?: Readonly<Record<string, number>>;
}

const maxBases = 10;

/** The values of one environment, with what it inherits and refers to. One instance serves one reading. */
export class EnvironmentValues {
  /** Snapshots of other configurations that were read, as pins. */
  readonly pins: Record<string, number> = {};
  /** Names that were read in other projects, by project id. */
  readonly readElsewhere = new Map<string, Set<string>>();
  readonly #scopes = new Map<string, Promise<Scope | undefined>>();
  readonly #projects = new Map<string, Promise<string | undefined>>();
  readonly #resolve = createResolver<Scope>((scope, target) => this.#lookUp(scope, target));

  #own: Scope | undefined;

  private constructor(
    private readonly ctx: Ctx,
    private readonly start: Start,
  ) {}

  /** Reads what holds there; nothing is opened yet. */
  static async read(ctx: Ctx, start: Start): Promise<EnvironmentValues> {
    const values = new EnvironmentValues(ctx, start);
    const { config, stored } = start;
    const held = await values.#withBase(config, setHere(stored), [config.environment]);
    values.#own = { config, held: byKey(held), opened: undefined };
    values.#scopes.set(scopeKey(config.projectId, config.environment), Promise.resolve(values.#own));
    return values;
  }

  /** The variables that hold in the environment, by name. */
  get held(): ReadonlyMap<string, HeldVariable> {
    return this.#ownScope.held;
  }

  /** A value as it is to be used. Throws PRECONDITION with the path of a broken reference. */
  async resolve(held: HeldVariable): Promise<Resolved> {
    return this.#resolve(await this.#nodeOf(this.#ownScope, held));
  }

  /** All values as they are to be used. Throws PRECONDITION with the path of a broken reference. */
  async open(): Promise<Map<string, Secret>> {
    const opened = new Map<string, Secret>();
    for (const [key, held] of this.held) opened.set(key, new Secret((await this.resolve(held)).text));
    return opened;
  }

  /** Follows what the references name, so that `pins` knows all that is read; what is broken is told when it is used. */
  async follow(): Promise<void> {
    for (const held of this.held.values()) {
      if (!held.stored.isReference) continue;
      await this.resolve(held).catch((error: unknown) => {
        if (!AppError.is(error)) throw error;
      });
    }
  }

  get #ownScope(): Scope {
    if (!this.#own) throw new Error("The values of an environment were used before they were read.");
    return this.#own;
  }

  async #lookUp(from: Scope, target: { project?: string | undefined; environment?: string | undefined; key: string }) {
    const projectId = target.project === undefined ? from.config.projectId : await this.#projectId(target.project);
    if (projectId === undefined) return undefined;
    const isHere = target.environment === undefined && target.project === undefined;
    const scope = isHere ? from : await this.#scope(projectId, target.environment ?? from.config.environment, []);
    const held = scope?.held.get(target.key);
    if (!scope || !held) return undefined;
    this.#noteRead(projectId, `${scope.config.environment}.${target.key}`);
    return this.#nodeOf(scope, held);
  }

  async #nodeOf(scope: Scope, { stored }: HeldVariable): Promise<Node<Scope>> {
    scope.opened ??= this.#open(scope);
    const secret = (await scope.opened).get(stored);
    const { projectId, environment } = scope.config;
    const here = `${environment}.${stored.key}`;
    return {
      scope,
      key: stored.key,
      label: projectId === this.start.config.projectId ? here : `${projectId}.${here}`,
      text: secret?.unwrap() ?? "",
      isReference: stored.isReference,
      visibility: stored.metadata.visibility,
    };
  }

  #open({ config, held }: Scope): Promise<ReadonlyMap<StoredVariable, Secret>> {
    const stored = Array.from(held.values(), (each) => each.stored);
    return openTokens(this.ctx, config.projectId, stored);
  }

  #scope(projectId: string, environment: string, path: readonly string[]): Promise<Scope | undefined> {
    const key = scopeKey(projectId, environment);
    const known = this.#scopes.get(key) ?? this.#readScope(projectId, environment, path);
    this.#scopes.set(key, known);
    return known;
  }

  async #readScope(projectId: string, environment: string, path: readonly string[]): Promise<Scope | undefined> {
    const config = await this.#configOf(projectId, environment);
    if (!config) return undefined;
    const pin = this.start.pins?.[`@${config.id}`];
    const snapshot = await (pin === undefined
      ? latestSnapshot(this.ctx, config.id)
      : snapshotAt(this.ctx, config, pin));
    if (snapshot) this.pins[`@${config.id}`] = snapshot.seq;
    const stored = snapshot ? await readSnapshot(this.ctx, config, snapshot.id) : [];
    const held = await this.#withBase(config, setHere(stored), [...path, environment]);
    return { config, held: byKey(held), opened: undefined };
  }

  /** A reading that was fixed stays with the configuration it was fixed with, also after another one was activated. */
  async #configOf(projectId: string, environment: string): Promise<Config | undefined> {
    const rows = await this.ctx.db
      .select()
      .from(envConfig)
      .where(and(eq(envConfig.projectId, projectId), eq(envConfig.environment, environment)));
    return rows.find(({ id }) => this.start.pins?.[`@${id}`] !== undefined) ?? rows.find(({ isActive }) => isActive);
  }

  async #withBase(config: Config, own: HeldVariable[], path: readonly string[]): Promise<HeldVariable[]> {
    const base = config.baseEnvironment;
    if (base === null) return own;
    const way = [...path, base];
    if (path.includes(base)) throw baseProblem("cycle", way, "goes in a circle");
    if (path.length > maxBases) throw baseProblem("depth", way, `goes through more than ${maxBases} environments`);
    const scope = await this.#scope(config.projectId, base, path);
    const set = new Set(own.map(({ stored }) => stored.key));
    const inherited = Array.from(scope?.held.values() ?? [])
      .filter(({ stored }) => !set.has(stored.key))
      .map(({ stored, inheritedFrom }) => ({ stored, inheritedFrom: inheritedFrom ?? base }));
    return [...own, ...inherited].sort((one, other) => (one.stored.key < other.stored.key ? -1 : 1));
  }

  #projectId(name: string): Promise<string | undefined> {
    const known = this.#projects.get(name) ?? this.#findProject(name);
    this.#projects.set(name, known);
    return known;
  }

  /** A project of the same organization that may be read; another project is as good as none. */
  async #findProject(name: string): Promise<string | undefined> {
    requirePermission(this.ctx, "environment:read");
    return (await findProject(this.ctx, name))?.id;
  }

  #noteRead(projectId: string, name: string): void {
    if (projectId === this.start.config.projectId) return;
    const names = this.readElsewhere.get(projectId) ?? new Set();
    this.readElsewhere.set(projectId, names.add(name));
  }
}

/** The environment as it stands now. */
export async function readCurrentValues(ctx: Ctx, config: Config): Promise<EnvironmentValues> {
  const { stored } = await readState(ctx, config);
  return EnvironmentValues.read(ctx, { config, stored });
}

function byKey(held: readonly HeldVariable[]): Map<string, HeldVariable> {
  return new Map(held.map((each) => [each.stored.key, each]));
}

function setHere(stored: readonly StoredVariable[]): HeldVariable[] {
  return stored.map((each) => ({ stored: each, inheritedFrom: undefined }));
}

function scopeKey(projectId: string, environment: string): string {
  return `${projectId} ${environment}`;
}

function baseProblem(reason: string, path: string[], said: string): AppError {
  const message = `What ${path[0]} inherits ${said} (${path.join(" > ")}). Give one of them no base.`;
  return new AppError("PRECONDITION", message, { details: { reason, path } });
}
