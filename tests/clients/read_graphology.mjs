// SPDX-License-Identifier: GPL-3.0-or-later
// read_graphology.mjs FOLDER...: graphology (the library below Gephi Lite and sigma) reads our GEXF
// and GraphML.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const modules = path.resolve(process.env.DM_TEST_CLIENTS || 'build', 'npm', 'package.json');
const require = createRequire(modules);
const { MultiDirectedGraph } = require('graphology');
const gexf = require('graphology-gexf');
const { DOMParser } = require('@xmldom/xmldom');
const graphml = require('graphology-graphml/common/parser.js')(DOMParser, Object);

const near = (a, b, what) =>
    assert.ok(Math.abs(a - b) <= 1e-5 * Math.max(1, Math.abs(b)), `${what}: ${a}, not ${b}`);
const label = (n) => (n.label ?? n.id).split(/\s+/).filter(Boolean).join(' ');
const row = (s, t, e) => [s, t, e.relation, e.polarity ?? '', e.modality ?? '', Number(e.weight)];

function check(graph, want, what) {
    assert.equal(graph.type, 'directed', what);
    assert.equal(graph.order, want.nodes.length, what);
    for (const n of want.nodes) {
        const got = graph.getNodeAttributes(n.id);
        assert.equal(got.label, label(n), what);
        for (const k of ['x', 'y', 'size', 'salience', 'pagerank'])
            if (n[k] !== undefined) near(got[k], n[k], `${what} ${n.id} ${k}`);
        assert.equal(got.kind, n.kind);
        assert.equal(got.actor, n.actor);
    }
    const got = graph.mapEdges((_, e, s, t) => JSON.stringify(row(s, t, e))).sort();
    const expected = want.edges.map((e) => JSON.stringify(row(e.source, e.target, e))).sort();
    assert.deepEqual(got, expected, what);
}

let count = 0;
for (const folder of process.argv.slice(2)) {
    for (const name of fs.readdirSync(folder).sort()) {
        const stem = path.join(folder, path.basename(name, '.json'));
        if (!name.endsWith('.json') || !fs.existsSync(stem + '.gexf')) continue;
        const want = JSON.parse(fs.readFileSync(stem + '.json', 'utf8'));
        const read = (dot) => fs.readFileSync(stem + dot, 'utf8');
        check(gexf.parse(MultiDirectedGraph, read('.gexf')), want, stem + '.gexf');
        check(graphml(MultiDirectedGraph, read('.graphml')), want, stem + '.graphml');
        console.log('graphology', path.basename(stem), want.edges.length, 'edges');
        count++;
    }
}
assert.ok(count > 0, 'no graphs to read');
