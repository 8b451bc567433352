import type { Route } from "../kernel/emulator";
import { notFound } from "./errors";
import type { Team } from "./state";
import { route, type World } from "./world";

const createdAt = 1_700_000_000_000;

/** The account behind the token, its teams, and the token itself. */
export function accountRoutes(world: World): Route[] {
  const { state } = world;
  return [
    route(world, { method: "GET", path: "/v2/user", operation: "getAuthUser" }, () => {
      const { id, email, name, username, defaultTeamId } = state.user;
      return { status: 200, json: { user: { limited: true, id, email, name, username, avatar: null, defaultTeamId } } };
    }),
    route(world, { method: "GET", path: "/v2/teams", operation: "getTeams" }, () => ({
      status: 200,
      json: { teams: state.teams.map(teamJson), pagination: { count: state.teams.length, next: null, prev: null } },
    })),
    route(world, { method: "GET", path: "/v5/user/tokens/:token", operation: "getAuthToken" }, ({ exchange }) => {
      if (exchange.params.token !== "current") return notFound("token");
      const scopes = [{ type: "user", createdAt }];
      const token = {
        id: "tok_1",
        name: "Berth",
        type: "token",
        origin: "manual",
        scopes,
        activeAt: createdAt,
        createdAt,
      };
      return { status: 200, json: { token } };
    }),
  ];

  function teamJson(team: Team): Record<string, unknown> {
    const membership = {
      confirmed: true,
      confirmedAt: createdAt,
      accessRequestedAt: createdAt,
      role: "OWNER",
      uid: state.user.id,
      createdAt,
      created: createdAt,
      teamId: team.id,
    };
    return {
      ...team,
      avatar: null,
      creatorId: state.user.id,
      createdAt,
      updatedAt: createdAt,
      description: null,
      stagingPrefix: "",
      membership,
    };
  }
}
