import fc from "fast-check";
import { expect, test } from "vitest";
import { inclusionProof, leafHash, merkleRoot, verifyInclusion } from "./merkle";

const leaves = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 70 });

test("the empty tree and the one-leaf tree are as RFC 9162 gives them", () => {
  expect(merkleRoot([])).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(leafHash("")).toBe("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  expect(merkleRoot(["a"])).toBe(leafHash("a"));
});

test("every leaf of every tree proves itself under the root", () => {
  fc.assert(
    fc.property(leaves, (data) => {
      const root = merkleRoot(data);
      for (const [index, leaf] of data.entries()) {
        const proof = inclusionProof(data, index);
        expect(verifyInclusion({ data: leaf, index, size: data.length, proof, root })).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});

test("another leaf, index, size, root or a changed proof proves nothing", () => {
  fc.assert(
    fc.property(leaves, fc.nat(), fc.nat(), (data, pick, flip) => {
      fc.pre(data.length > 1);
      const index = pick % data.length;
      const claim = {
        data: data[index]!,
        index,
        size: data.length,
        proof: inclusionProof(data, index),
        root: merkleRoot(data),
      };
      expect(verifyInclusion({ ...claim, data: `${claim.data}x` })).toBe(false);
      expect(verifyInclusion({ ...claim, index: (index + 1) % data.length })).toBe(false);
      expect(verifyInclusion({ ...claim, index: data.length })).toBe(false);
      expect(verifyInclusion({ ...claim, root: leafHash("other") })).toBe(false);
      expect(verifyInclusion({ ...claim, proof: claim.proof.slice(1) })).toBe(false);
      expect(verifyInclusion({ ...claim, proof: [...claim.proof, leafHash("more")] })).toBe(false);
      const at = flip % claim.proof.length;
      const proof = claim.proof.map((hash, i) => (i === at ? leafHash(hash) : hash));
      expect(verifyInclusion({ ...claim, proof })).toBe(false);
      expect(verifyInclusion({ ...claim, proof: claim.proof.map(() => "no hash") })).toBe(false);
    }),
    { numRuns: 200 },
  );
});

test("appending a leaf changes the root", () => {
  fc.assert(
    fc.property(leaves, fc.string(), (data, more) => {
      expect(merkleRoot([...data, more])).not.toBe(merkleRoot(data));
    }),
  );
});
