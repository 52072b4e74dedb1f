//! A language model of random weights in GGUF, half a megabyte: it says noise, through every part of a real server.

use std::io::Write;
use std::path::Path;

const WIDTH: usize = 64;
const HEADS: u32 = 4;
const LAYERS: usize = 2;
const INNER: usize = 128;
const ALIGNMENT: usize = 32;
const CHAT_TEMPLATE: &str = "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}assistant:";

/// Token kinds of GGUF.
const UNKNOWN: i32 = 2;
const CONTROL: i32 = 3;
const NORMAL: i32 = 1;
const BYTE: i32 = 6;

/// The same numbers in every run, about normally distributed.
struct Noise(u64);

impl Noise {
    fn unit(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 40) as f32 / (1u64 << 24) as f32
    }

    fn many(&mut self, n: usize, scale: f32) -> Vec<f32> {
        (0..n).map(|_| ((0..6).map(|_| self.unit()).sum::<f32>() - 3.0) * scale).collect()
    }
}

#[derive(Default)]
struct Gguf {
    fields: Vec<u8>,
    field_count: u64,
    tensors: Vec<(String, Vec<u64>, Vec<f32>)>,
}

impl Gguf {
    fn field(&mut self, key: &str, kind: u32, value: &[u8]) {
        string(&mut self.fields, key);
        self.fields.extend(kind.to_le_bytes());
        self.fields.extend(value);
        self.field_count += 1;
    }

    fn number(&mut self, key: &str, value: u32) {
        self.field(key, 4, &value.to_le_bytes());
    }

    fn text(&mut self, key: &str, value: &str) {
        let mut bytes = Vec::new();
        string(&mut bytes, value);
        self.field(key, 8, &bytes);
    }

    fn array(&mut self, key: &str, kind: u32, count: usize, items: &[u8]) {
        let mut bytes = kind.to_le_bytes().to_vec();
        bytes.extend((count as u64).to_le_bytes());
        bytes.extend(items);
        self.field(key, 9, &bytes);
    }

    fn tensor(&mut self, name: &str, shape: &[usize], values: Vec<f32>) {
        self.tensors.push((name.to_owned(), shape.iter().map(|n| *n as u64).collect(), values));
    }

    fn write(self, path: &Path) -> std::io::Result<()> {
        let mut out = b"GGUF".to_vec();
        out.extend(3u32.to_le_bytes());
        out.extend((self.tensors.len() as u64).to_le_bytes());
        out.extend(self.field_count.to_le_bytes());
        out.extend(&self.fields);
        let mut data: Vec<u8> = Vec::new();
        for (name, shape, values) in &self.tensors {
            string(&mut out, name);
            out.extend((shape.len() as u32).to_le_bytes());
            shape.iter().for_each(|n| out.extend(n.to_le_bytes()));
            out.extend(0u32.to_le_bytes());
            out.extend((data.len() as u64).to_le_bytes());
            values.iter().for_each(|v| data.extend(v.to_le_bytes()));
            data.resize(data.len().next_multiple_of(ALIGNMENT), 0);
        }
        out.resize(out.len().next_multiple_of(ALIGNMENT), 0);
        let mut file = std::fs::File::create(path)?;
        file.write_all(&out)?;
        file.write_all(&data)
    }
}

fn string(out: &mut Vec<u8>, text: &str) {
    out.extend((text.len() as u64).to_le_bytes());
    out.extend(text.as_bytes());
}

/// Three control tokens, every byte, and the visible characters of ASCII.
fn vocabulary() -> Vec<(String, i32)> {
    let mut tokens = vec![("<unk>".to_owned(), UNKNOWN), ("<s>".to_owned(), CONTROL), ("</s>".to_owned(), CONTROL)];
    tokens.extend((0..=255u32).map(|b| (format!("<0x{b:02X}>"), BYTE)));
    tokens.push(("\u{2581}".to_owned(), NORMAL));
    tokens.extend((33..127u8).map(|c| (char::from(c).to_string(), NORMAL)));
    tokens
}

fn tokenizer(gguf: &mut Gguf, tokens: &[(String, i32)]) {
    let mut names = Vec::new();
    tokens.iter().for_each(|(name, _)| string(&mut names, name));
    let kinds: Vec<u8> = tokens.iter().flat_map(|(_, kind)| kind.to_le_bytes()).collect();
    let scores: Vec<u8> = (0..tokens.len()).flat_map(|n| (-(n as f32)).to_le_bytes()).collect();
    gguf.text("tokenizer.ggml.model", "llama");
    gguf.array("tokenizer.ggml.tokens", 8, tokens.len(), &names);
    gguf.array("tokenizer.ggml.scores", 6, tokens.len(), &scores);
    gguf.array("tokenizer.ggml.token_type", 5, tokens.len(), &kinds);
    gguf.number("tokenizer.ggml.unknown_token_id", 0);
    gguf.number("tokenizer.ggml.bos_token_id", 1);
    gguf.number("tokenizer.ggml.eos_token_id", 2);
    gguf.text("tokenizer.chat_template", CHAT_TEMPLATE);
}

/// Writes the model.
pub fn write(path: &Path) -> std::io::Result<()> {
    let tokens = vocabulary();
    let mut gguf = Gguf::default();
    gguf.text("general.architecture", "llama");
    gguf.text("general.name", "noise");
    for (key, value) in [
        ("llama.context_length", 8_192),
        ("llama.embedding_length", WIDTH as u32),
        ("llama.block_count", LAYERS as u32),
        ("llama.feed_forward_length", INNER as u32),
        ("llama.attention.head_count", HEADS),
        ("llama.attention.head_count_kv", HEADS),
        ("llama.rope.dimension_count", WIDTH as u32 / HEADS),
        ("llama.vocab_size", tokens.len() as u32),
    ] {
        gguf.number(key, value);
    }
    gguf.field("llama.attention.layer_norm_rms_epsilon", 6, &1e-5f32.to_le_bytes());
    tokenizer(&mut gguf, &tokens);
    let mut noise = Noise(0x2545_f491_4f6c_dd1d);
    gguf.tensor("token_embd.weight", &[WIDTH, tokens.len()], noise.many(WIDTH * tokens.len(), 0.7));
    gguf.tensor("output.weight", &[WIDTH, tokens.len()], noise.many(WIDTH * tokens.len(), 0.7));
    gguf.tensor("output_norm.weight", &[WIDTH], vec![1.0; WIDTH]);
    for layer in 0..LAYERS {
        let name = |part: &str| format!("blk.{layer}.{part}.weight");
        for norm in ["attn_norm", "ffn_norm"] {
            gguf.tensor(&name(norm), &[WIDTH], vec![1.0; WIDTH]);
        }
        for part in ["attn_q", "attn_k", "attn_v", "attn_output"] {
            gguf.tensor(&name(part), &[WIDTH, WIDTH], noise.many(WIDTH * WIDTH, 0.15));
        }
        for (part, shape) in [("ffn_gate", [WIDTH, INNER]), ("ffn_up", [WIDTH, INNER]), ("ffn_down", [INNER, WIDTH])] {
            gguf.tensor(&name(part), &shape, noise.many(WIDTH * INNER, 0.15));
        }
    }
    gguf.write(path)
}
