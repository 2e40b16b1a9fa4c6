// Builds what the browser runs into the package. Nothing is fetched when this runs or later.
//
//   src/app.js, src/app.css  → ../src/onrecord/web/static/built/  (names carry their digest)
//   world-atlas countries    → ../src/onrecord/publish/built/countries.json (GeoJSON)
//
// The manifest lists each file with the integrity digest that the pages state.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";
import { feature } from "topojson-client";

const here = dirname(fileURLToPath(import.meta.url));
const assets = join(here, "../src/onrecord/web/static/built");
const shapes = join(here, "../src/onrecord/publish/built");

function emptied(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}

function integrity(bytes) {
  return `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
}

async function bundle() {
  const result = await build({
    absWorkingDir: here,
    entryPoints: ["src/app.js", "src/app.css"],
    outdir: assets,
    bundle: true,
    minify: true,
    target: ["es2022", "chrome110", "firefox110", "safari16"],
    format: "iife",
    legalComments: "none",
    write: false,
  });
  const manifest = {};
  for (const { path, contents } of result.outputFiles) {
    const name = path.endsWith(".css") ? "app.css" : "app.js";
    const digest = createHash("sha256").update(contents).digest("hex").slice(0, 16);
    const file = name.replace(".", `-${digest}.`);
    writeFileSync(join(assets, file), contents);
    manifest[name] = { file, integrity: integrity(contents) };
  }
  writeFileSync(join(assets, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

// Two decimals are about one kilometre: finer than a map of a country needs, a third of the size.
function rounded(coordinates) {
  if (typeof coordinates[0] === "number") {
    return coordinates.map((degree) => Math.round(degree * 100) / 100);
  }
  const parts = coordinates.map(rounded);
  return typeof coordinates[0][0] === "number" ? parts.filter(unlikeTheOneBefore) : parts;
}

function unlikeTheOneBefore(point, place, points) {
  const before = points[place - 1];
  return !before || point[0] !== before[0] || point[1] !== before[1];
}

function countries() {
  const source = join(here, "node_modules/world-atlas/countries-50m.json");
  const world = JSON.parse(readFileSync(source, "utf8"));
  const features = feature(world, world.objects.countries).features.map((country) => ({
    type: "Feature",
    id: country.id ?? null,
    properties: { name: country.properties.name },
    geometry: { type: country.geometry.type, coordinates: rounded(country.geometry.coordinates) },
  }));
  const text = JSON.stringify({ type: "FeatureCollection", features });
  writeFileSync(join(shapes, "countries.json"), `${text}\n`);
  return { n_countries: features.length, n_bytes: text.length };
}

emptied(assets);
emptied(shapes);
const manifest = await bundle();
const map = countries();
for (const { file } of Object.values(manifest)) console.log(`built ${file}`);
console.log(`built countries.json: ${map.n_countries} countries, ${map.n_bytes} bytes`);
