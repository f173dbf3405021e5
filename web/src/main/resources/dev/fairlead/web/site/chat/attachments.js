// SPDX-License-Identifier: Apache-2.0

const LARGEST = 8 << 20;

/** Makes a content block of a file, if the agent takes such; otherwise throws an error that says why. */
export async function blockOf(file, { image, audio, embeddedContext }) {
  if (file.size > LARGEST) {
    throw new Error(`${file.name} is larger than ${LARGEST >> 20} MB.`);
  }
  if (file.type.startsWith("image/") && image) {
    return { type: "image", mimeType: file.type, data: await base64(file) };
  }
  if (file.type.startsWith("audio/") && audio) {
    return { type: "audio", mimeType: file.type, data: await base64(file) };
  }
  if (!embeddedContext) {
    throw new Error(`The agent does not take files such as ${file.name}.`);
  }
  const uri = `file:///${encodeURIComponent(file.name)}`;
  const mimeType = file.type || "text/plain";
  const text = await file.text();
  return text.includes("\u0000") || text.includes("\ufffd")
    ? { type: "resource", resource: { uri, mimeType, blob: await base64(file) } }
    : { type: "resource", resource: { uri, mimeType, text } };
}

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
