import { type Layout, manifest } from "./layout";

const expressPrisma: Layout = {
  name: "Express API with Prisma",
  files: {
    "package.json": manifest({
      name: "api",
      scripts: { build: "tsc", start: "node dist/index.js" },
      dependencies: ["express", "@prisma/client", "jsonwebtoken", "redis"],
      devDependencies: ["prisma", "typescript", "tsx"],
    }),
    "package-lock.json": "{}",
    "prisma/schema.prisma": `datasource db {\n  provider  = "postgresql"\n  url       = env("DATABASE_URL")\n  directUrl = env("DIRECT_URL")\n}\n`,
    "src/config/env.ts": `import dotenv from "dotenv";
import { z } from "zod";
dotenv.config();

const schema = z.object({
  JWT_SECRET: z.string().min(32),
  REDIS_URL: z.string().url().optional(),
  RATE_LIMIT: z.coerce.number().default(100),
});

const parsed = schema.safeParse(process.env);
if (!parsed.success) process.exit(1);
export const config = parsed.data;
`,
    "src/index.ts": `import express from "express";\nexpress().listen(Number(process.env.PORT) || 4000);\n`,
    "docker-compose.yml": `services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: \${POSTGRES_PASSWORD:-postgres}\n`,
  },
  stack: { framework: "express", database: "prisma-postgres", extras: ["redis", "docker"] },
  required: ["DATABASE_URL", "DIRECT_URL", "JWT_SECRET"],
  optional: ["POSTGRES_PASSWORD", "RATE_LIMIT", "REDIS_URL"],
};

const nest: Layout = {
  name: "NestJS app",
  files: {
    "package.json": manifest({
      name: "nest-app",
      scripts: { build: "nest build", start: "nest start", "start:prod": "node dist/main" },
      dependencies: [
        "@nestjs/core",
        "@nestjs/common",
        "@nestjs/config",
        "@nestjs/typeorm",
        "typeorm",
        "pg",
        "joi",
        "@nestjs/passport",
      ],
      devDependencies: ["@nestjs/cli", "jest"],
    }),
    "yarn.lock": "",
    "src/main.ts": `import { NestFactory } from "@nestjs/core";\nimport { AppModule } from "./app.module";\nasync function bootstrap() {\n  const app = await NestFactory.create(AppModule);\n  await app.listen(process.env.PORT ?? 3000);\n}\nbootstrap();\n`,
    "src/app.module.ts": `import { Module } from "@nestjs/common";
import { ConfigModule } from "@nestjs/config";
import * as Joi from "joi";

@Module({
  imports: [ConfigModule.forRoot({ validationSchema: Joi.object({ DB_HOST: Joi.string().required(), DB_PORT: Joi.number().default(5432) }) })],
})
export class AppModule {}
`,
    "src/auth.service.ts": `import { Injectable } from "@nestjs/common";
import { ConfigService } from "@nestjs/config";

@Injectable()
export class AuthService {
  constructor(private readonly configService: ConfigService) {}
  secret() {
    return this.configService.getOrThrow<string>("JWT_ACCESS_SECRET");
  }
  lifetime() {
    return this.configService.get("JWT_LIFETIME", "15m");
  }
}
`,
  },
  stack: { framework: "nestjs", packageManager: "yarn", database: "typeorm-postgres", auth: "passport" },
  required: ["DB_HOST", "JWT_ACCESS_SECRET"],
  optional: ["DB_PORT", "JWT_LIFETIME"],
};

const honoBun: Layout = {
  name: "Hono API on Bun",
  files: {
    "package.json": manifest({
      name: "hono-api",
      scripts: { start: "bun run src/main.ts" },
      dependencies: ["hono", "drizzle-orm", "@libsql/client", "@anthropic-ai/sdk"],
      devDependencies: ["@types/bun"],
    }),
    "bun.lock": "",
    "src/main.ts": `import { Hono } from "hono";\nimport { db } from "./db";\nconst app = new Hono();\napp.get("/", (c) => c.text(Bun.env.GREETING ?? "Hello"));\nexport default { port: Bun.env.PORT, fetch: app.fetch };\n`,
    "src/db.ts": `import { createClient } from "@libsql/client";\nfunction requireEnv(name: string): string {\n  const value = process.env[name];\n  if (!value) throw new Error(name);\n  return value;\n}\nexport const db = createClient({ url: requireEnv("TURSO_DATABASE_URL"), authToken: process.env.TURSO_AUTH_TOKEN });\n`,
    "src/answer.ts": `import Anthropic from "@anthropic-ai/sdk";\nexport const client = new Anthropic({ apiKey: process.env.CLAUDE_API_KEY });\nexport const answer = () => client.messages.create({ model: "claude", max_tokens: 10, messages: [] });\n`,
    "src/main.test.ts": `import { expect, it } from "bun:test";\nit("reads", () => expect(process.env.TEST_ONLY).toBeDefined());\n`,
  },
  stack: {
    framework: "hono",
    packageManager: "bun",
    database: "drizzle-sqlite",
    aiProvider: "anthropic",
    aiTemplate: "chatbot",
  },
  required: ["CLAUDE_API_KEY", "TURSO_AUTH_TOKEN", "TURSO_DATABASE_URL"],
  optional: ["GREETING", "TEST_ONLY"],
};

const mern: Layout = {
  name: "MERN project with two folders and no root package",
  files: {
    "README.md": "# Shop\n",
    "server/package.json": manifest({
      name: "server",
      scripts: { start: "node server.js" },
      dependencies: ["express", "mongoose", "stripe"],
    }),
    "server/package-lock.json": "{}",
    "server/server.js": `require("dotenv").config();\nconst express = require("express");\nconst mongoose = require("mongoose");\nmongoose.connect(process.env.MONGO_URI);\nexpress().listen(process.env.PORT);\n`,
    "client/package.json": manifest({
      name: "client",
      scripts: { build: "react-scripts build", start: "react-scripts start" },
      dependencies: ["react", "react-scripts"],
    }),
    "client/src/api.js": `export const base = process.env.REACT_APP_API_URL || "http://localhost:5000";\n`,
    "client/src/legacy.jsx": `export const Old = () => <p>{process.env["REACT_APP_TITLE"]}</p>;\n`,
  },
  stack: { database: "mongoose" },
  required: ["MONGO_URI", "REACT_APP_TITLE"],
  optional: ["REACT_APP_API_URL"],
};

const fastApi: Layout = {
  name: "FastAPI service",
  files: {
    "requirements.txt": "fastapi==0.120.0\nuvicorn\n",
    "main.py": `import os\nfrom fastapi import FastAPI\napp = FastAPI()\nDATABASE_URL = os.environ["DATABASE_URL"]\nDEBUG_SQL = os.getenv("DEBUG_SQL", "0")\n`,
  },
  stack: { framework: "fastapi", packageManager: "none" },
  required: ["DATABASE_URL"],
  optional: ["DEBUG_SQL"],
};

export const serverLayouts: readonly Layout[] = [expressPrisma, nest, honoBun, mern, fastApi];
