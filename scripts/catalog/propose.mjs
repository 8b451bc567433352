import { ScriptError } from "../shared/script-error.mjs";
import { askNpm } from "./npm.mjs";

const atOnce = 4;

/** What is newer than the catalog, group by group, and which packages nobody could say anything of. */
export async function propose({ product, pins }, { only, allowMajor }, stop) {
  const groups = chosenGroups(product, pins, only);
  const { published, unknown } = await lookUp(
    groups.flatMap(({ packages }) => packages),
    product,
    stop,
  );
  const wanted = new Map(only?.flatMap(({ name, version }) => (version === undefined ? [] : [[name, version]])));
  const known = groups.filter(({ packages }) => packages.every((name) => published.has(name)));
  try {
    const proposals = known.map((group) => product.proposeGroup(group, pins, published, { allowMajor, wanted }));
    return { proposals: proposals.filter((proposal) => proposal !== undefined), unknown };
  } catch (error) {
    throw new ScriptError(error.message);
  }
}

function chosenGroups({ groupsOf, groupsWith }, pins, only) {
  const groups = groupsOf(Object.keys(pins));
  if (only === undefined) return groups;
  try {
    return groupsWith(
      groups,
      only.map(({ name }) => name),
    );
  } catch (error) {
    throw new ScriptError(error.message, 2);
  }
}

async function lookUp(names, { reasonOf }, stop) {
  const published = new Map();
  const unknown = [];
  const queue = [...names];
  const next = async () => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      stop.signal.throwIfAborted();
      try {
        published.set(name, await view(name, stop.signal));
      } catch (error) {
        stop.signal.throwIfAborted();
        unknown.push({ name, reason: reasonOf(error.stderr ?? error.message) });
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, next));
  return { published, unknown };
}

async function view(name, signal) {
  const { versions, "dist-tags": tags } = await askNpm(["view", name, "versions", "dist-tags"], {
    seconds: 60,
    signal,
  });
  return { versions: [versions].flat(), latest: tags?.latest };
}
