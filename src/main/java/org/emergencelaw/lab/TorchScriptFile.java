package org.emergencelaw.lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a transformer as a TorchScript archive, which libtorch loads without Python: its code, and a pickle of its one tensor.
 *
 * @see <a href="https://github.com/pytorch/pytorch/blob/main/torch/csrc/jit/docs/serialization.md">TorchScript serialization</a>
 */
final class TorchScriptFile {

    private static final byte[] EMPTY_TUPLE = {(byte) 0x80, 2, ')', '.'};

    private TorchScriptFile() {}

    static void write(Transformer transformer, float[] weights, Path file) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(weights.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float weight : weights) data.putFloat(weight);
        StateFile.replace(file, out -> {
            ZipOutputStream zip = new ZipOutputStream(out);
            store(zip, "data.pkl", pickle(weights.length));
            store(zip, "code/__torch__.py", code(transformer).getBytes(StandardCharsets.UTF_8));
            store(zip, "data/0", data.array());
            store(zip, "constants.pkl", EMPTY_TUPLE);
            store(zip, "version", "3\n".getBytes(StandardCharsets.UTF_8));
            zip.finish();
        });
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(content);
        ZipEntry entry = new ZipEntry("transformer/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /** The module object: two attributes that every module has, and the flat vector. */
    private static byte[] pickle(int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x80, 2});
        text(out, "c__torch__\nTransformer\n)\u0081}(");
        string(out, "training");
        text(out, "\u0089");
        string(out, "_is_full_backward_hook");
        text(out, "N");
        string(out, "weights");
        text(out, "ctorch._utils\n_rebuild_tensor_v2\n((");
        string(out, "storage");
        text(out, "ctorch\nFloatStorage\n");
        string(out, "0");
        string(out, "cpu");
        integer(out, length);
        text(out, "tQ");
        integer(out, 0);
        text(out, "(");
        integer(out, length);
        text(out, "t(");
        integer(out, 1);
        text(out, "t\u0089ccollections\nOrderedDict\n)RtRub.");
        return out.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, String codes) {
        out.writeBytes(codes.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void string(ByteArrayOutputStream out, String value) {
        out.write('X');
        littleEndian(out, value.length());
        text(out, value);
    }

    private static void integer(ByteArrayOutputStream out, int value) {
        out.write('J');
        littleEndian(out, value);
    }

    private static void littleEndian(ByteArrayOutputStream out, int value) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    /** What {@link Transformer} computes, layer after layer. */
    private static String code(Transformer model) {
        Code code = new Code(model);
        code.line("embedding = " + code.part(model.vocabulary(), model.width()));
        code.line("positions = " + code.part(model.context(), model.width()));
        code.line("n = torch.size(tokens, 0)");
        code.line("l = torch.size(tokens, 1)");
        code.line("x0 = torch.add(torch.embedding(embedding, tokens), torch.slice(positions, 0, 0, l))");
        code.line("hidden = torch.triu(torch.ones([l, l]), 1)");
        for (int layer = 0; layer < model.layers(); layer++) code.layer();
        code.line("y = " + code.norm("x0"));
        String output = model.tiedEmbeddings() ? "embedding" : code.part(model.vocabulary(), model.width());
        code.line("return torch.matmul(y, torch.t(" + output + "))");
        return code.text.toString();
    }

    /** Code under way; parts are taken from the flat vector in the order of {@link Transformer#parts}. */
    private static final class Code {
        private final Transformer model;
        private final StringBuilder text = new StringBuilder("""
                class Transformer(Module):
                  __parameters__ = []
                  __buffers__ = []
                  training : bool
                  _is_full_backward_hook : Optional[bool]
                  weights : Tensor
                  def forward(self: __torch__.Transformer,
                    tokens: Tensor) -> Tensor:
                    w = self.weights
                """);
        private int at;

        Code(Transformer model) {
            this.model = model;
        }

        void line(String statement) {
            text.append("    ").append(statement).append('\n');
        }

        String part(int... shape) {
            int from = at;
            int size = 1;
            StringBuilder sides = new StringBuilder();
            for (int side : shape) {
                size *= side;
                sides.append(sides.isEmpty() ? "" : ", ").append(side);
            }
            at += size;
            return "torch.reshape(torch.slice(w, 0, " + from + ", " + at + "), [" + sides + "])";
        }

        String norm(String x) {
            String gain = part(model.width());
            return "torch.layer_norm(" + x + ", [" + model.width() + "], " + gain + ", " + part(model.width()) + ")";
        }

        String linear(String x, int in, int out) {
            String weight = part(in, out);
            return "torch.add(torch.matmul(" + x + ", " + weight + "), " + part(out) + ")";
        }

        void layer() {
            int width = model.width(), heads = model.heads(), size = width / heads;
            line("a = " + norm("x0"));
            line("p = torch.reshape(" + linear("a", width, 3 * width) + ", [n, l, 3, " + heads + ", " + size + "])");
            line("q = torch.permute(torch.select(p, 2, 0), [0, 2, 1, 3])");
            line("k = torch.permute(torch.select(p, 2, 1), [0, 2, 1, 3])");
            line("v = torch.permute(torch.select(p, 2, 2), [0, 2, 1, 3])");
            String out = part(width, width), bias = part(width);
            if (model.smearedKeys()) {
                line("first = torch.zeros_like(torch.slice(k, 2, 0, 1))");
                line("before = torch.cat([first, torch.slice(k, 2, 0, torch.sub(l, 1))], 2)");
                line("mix = torch.sigmoid(" + part(1, heads, 1, 1) + ")");
                line("k = torch.add(before, torch.mul(torch.sub(k, before), mix))");
            }
            line("s = torch.mul(torch.matmul(q, torch.transpose(k, 2, 3)), " + 1 / Math.sqrt(size) + ")");
            line("s = torch.add(s, torch.mul(hidden, -1000000000.))");
            line("o = torch.permute(torch.matmul(torch.softmax(s, -1), v), [0, 2, 1, 3])");
            line("o = torch.reshape(o, [n, l, " + width + "])");
            line("x0 = torch.add(x0, torch.add(torch.matmul(o, " + out + "), " + bias + "))");
            line("b = " + norm("x0"));
            line("h = torch.gelu(" + linear("b", width, 4 * width) + ")");
            line("x0 = torch.add(x0, " + linear("h", 4 * width, width) + ")");
        }
    }
}
