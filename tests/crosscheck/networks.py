#!/usr/bin/python3
"""Stage values and gradients of the paper's networks, from a second implementation that shares nothing with the library's.

Needs Debian's python3-torch. Weights and inputs follow the rule of Golden/torchvision_stages.json (from the name of a tensor alone), so no weight file
is needed. Usage: networks.py FILE writes the numbers, networks.py --check FILE compares them with those of an earlier run.
"""
import json, math, sys, zlib
import numpy as np

try:
    import torch, torch.nn.functional as F
except ImportError:
    print("networks.py needs PyTorch: apt-get install python3-torch. Nothing was compared.")
    sys.exit(3)

torch.set_num_threads(2)


def uniform(name, shape):
    i = np.arange(int(np.prod(shape)), dtype=np.uint64)
    u = ((i * np.uint64(2654435761) + np.uint64(zlib.crc32(name.encode()))) & np.uint64(0xFFFFFFFF)).astype(np.float64) / 2**32
    return u.reshape(shape)


def weight(name, *shape):
    u = uniform(name, shape)
    if name.endswith(("running_mean", "bias")): v = 0.1 * (2 * u - 1)
    elif name.endswith("running_var"): v = 0.8 + 0.4 * u
    elif len(shape) >= 2: v = (2 * u - 1) * np.sqrt(6.0 / np.prod(shape[1:]))
    else: v = 0.9 + 0.2 * u
    return torch.from_numpy(v.astype(np.float32))


def conv(x, name, outputs, size, stride=1, padding=0, groups=1, bias=False):
    w = weight(name + ".weight", outputs, x.shape[1] // groups, size, size)
    return F.conv2d(x, w, weight(name + ".bias", outputs) if bias else None, stride, padding, 1, groups)


def norm(x, name, eps=1e-5):
    n = x.shape[1]
    v = [weight(f"{name}.{part}", n) for part in ("running_mean", "running_var", "weight", "bias")]
    return F.batch_norm(x, *v, training=False, eps=eps)


def layer_norm(x, name, eps):
    return F.layer_norm(x, x.shape[-1:], weight(name + ".weight", x.shape[-1]), weight(name + ".bias", x.shape[-1]), eps)


def linear(x, name, outputs):
    return F.linear(x, weight(name + ".weight", outputs, x.shape[-1]), weight(name + ".bias", outputs))


def attention(q, k, v, heads):
    n, tokens, width = q.shape
    q, k, v = (t.reshape(n, -1, heads, width // heads).permute(0, 2, 1, 3) for t in (q, k, v))
    a = torch.softmax(torch.einsum("nhqd,nhkd->nhqk", q, k) / math.sqrt(width // heads), dim=-1)
    return torch.einsum("nhqk,nhkd->nhqd", a, v).permute(0, 2, 1, 3).reshape(n, tokens, width)


class Stages:
    """Keeps each stage's numbers: a stage that ends in a ReLU passes its gradient whole."""

    def __init__(self, x, gradients=None):
        self.x, self.gradients, self.found = x, gradients, []

    def relu(self, name, y):
        self.add(name, y - y.detach().clamp(max=0))
        return F.relu(y)

    def add(self, name, y):
        d = y.detach().double().flatten()
        one = dict(stage=name, shape=list(y.shape), mean=d.mean().item(), std=d.std(unbiased=False).item(), norm=d.norm().item(),
                   first=[float("%.8g" % v) for v in d[:8].tolist()], last=[float("%.8g" % v) for v in d[-8:].tolist()])
        if self.gradients is None or name in self.gradients:
            (g,) = torch.autograd.grad(y.pow(2).sum().sqrt(), self.x, retain_graph=True)
            one.update(grad_norm=g.double().norm().item(), grad_first=[float("%.6e" % v) for v in g.flatten()[:4].tolist()])
        self.found.append(one)
        print(name, one["shape"], one["norm"], one.get("grad_norm"), flush=True)
        return y


def resnext(x, s):
    x = s.relu("conv1_relu1", norm(conv(x, "conv1", 64, 7, 2, 3), "bn1"))
    x = F.max_pool2d(x, 3, 2, 1)
    for layer, blocks in enumerate([3, 4, 23, 3]):
        for b in range(blocks):
            p, stride, inner, outer = f"layer{layer + 1}.{b}.", 2 if layer and b == 0 else 1, 256 << layer, 256 << layer
            y = F.relu(norm(conv(x, p + "conv1", inner, 1), p + "bn1"))
            y = F.relu(norm(conv(y, p + "conv2", inner, 3, stride, 1, groups=32), p + "bn2"))
            y = norm(conv(y, p + "conv3", outer, 1), p + "bn3")
            y = y + (norm(conv(x, p + "downsample.0", outer, 1, stride), p + "downsample.1") if b == 0 else x)
            x = s.relu(f"layer{layer + 1}", y) if b == blocks - 1 else F.relu(y)
    x = s.add("globalpool", x.mean((2, 3)))
    s.add("final", linear(x, "fc", 1000))


def vit(x, s):
    width = 1024
    x = conv(x, "patch_embed.proj", width, 16, 16, bias=True).flatten(2).permute(0, 2, 1)
    s.add("patch_embed", x)
    x = torch.cat([weight("cls_token", 1, 1, width).expand(len(x), 1, width), x], 1) + weight("pos_embed", 1, 197, width)
    s.add("pos_embed", x)
    for b in range(24):
        p = f"blocks.{b}."
        q, k, v = linear(layer_norm(x, p + "norm1", 1e-6), p + "attn.qkv", 3 * width).split(width, -1)
        x = x + linear(attention(q, k, v, 16), p + "attn.proj", width)
        x = x + linear(F.gelu(linear(layer_norm(x, p + "norm2", 1e-6), p + "mlp.fc1", 4 * width)), p + "mlp.fc2", width)
        if b in (0, 6, 12, 18): s.add(f"block_{b}", x)
    s.add("blocks_end", x)
    s.add("final", linear(layer_norm(x, "norm", 1e-6)[:, 0], "head", 1000))


def unit(x):
    return x / x.detach().norm(dim=-1, keepdim=True)


def clip_resnet(x, s):
    for i, channels in enumerate([32, 32, 64]):
        x = F.relu(norm(conv(x, f"conv{i + 1}", channels, 3, 2 if i == 0 else 1, 1), f"bn{i + 1}"))
    x = s.add("stem", F.avg_pool2d(x, 2))
    for layer, blocks in enumerate([3, 4, 6, 3]):
        for b in range(blocks):
            p, shrink, inner = f"layer{layer + 1}.{b}.", layer > 0 and b == 0, 64 << layer
            y = F.relu(norm(conv(x, p + "conv1", inner, 1), p + "bn1"))
            y = F.relu(norm(conv(y, p + "conv2", inner, 3, 1, 1), p + "bn2"))
            y = norm(conv(F.avg_pool2d(y, 2) if shrink else y, p + "conv3", 4 * inner, 1), p + "bn3")
            if b == 0: x = norm(conv(F.avg_pool2d(x, 2) if shrink else x, p + "downsample.0", 4 * inner, 1), p + "downsample.1")
            x = s.relu(f"layer{layer + 1}", x + y) if b == blocks - 1 else F.relu(x + y)
    x = x.flatten(2).permute(0, 2, 1)
    x = torch.cat([x.mean(1, keepdim=True), x], 1) + weight("attnpool.positional_embedding", 50, 2048)
    q, k, v = (linear(t, f"attnpool.{n}_proj", 2048) for n, t in (("q", x[:, :1]), ("k", x), ("v", x)))
    x = unit(linear(attention(q, k, v, 32), "attnpool.c_proj", 1024)[:, 0])
    s.add("attnpool", x)
    s.add("final", x)


def clip_vit(x, s):
    width = 768
    x = s.add("conv1", conv(x, "conv1", width, 32, 32))
    x = x.flatten(2).permute(0, 2, 1)
    x = s.add("class_embedding_cat", torch.cat([weight("class_embedding", width).expand(len(x), 1, width), x], 1))
    x = s.add("ln_pre", layer_norm(x + weight("positional_embedding", 50, width), "ln_pre", 1e-5))
    for b in range(12):
        p = f"transformer.resblocks.{b}."
        y = layer_norm(x, p + "ln_1", 1e-5)
        q, k, v = F.linear(y, weight(p + "attn.in_proj_weight", 3 * width, width), weight(p + "attn.in_proj_bias", 3 * width)).split(width, -1)
        x = x + linear(attention(q, k, v, 12), p + "attn.out_proj", width)
        y = linear(layer_norm(x, p + "ln_2", 1e-5), p + "mlp.c_fc", 4 * width)
        x = x + linear(y * torch.sigmoid(1.702 * y), p + "mlp.c_proj", width)
        if b in (0, 3, 6, 9): s.add(f"block_{b}", x)
    s.add("blocks_end", x)
    s.add("final", unit(layer_norm(x[:, 0], "ln_post", 1e-5) @ weight("proj", width, 512)))


def alexnet_gn(x, s):
    for i, (channels, size, stride, padding) in enumerate([(96, 11, 4, 2), (256, 5, 1, 2), (384, 3, 1, 1), (384, 3, 1, 1), (256, 3, 1, 1)]):
        p = f"conv_block_{i + 1}"
        y = conv(x, p + ".0", channels, size, stride, padding)
        y = F.group_norm(y, 32, weight(p + ".1.weight", channels), weight(p + ".1.bias", channels))
        x = s.relu(p, y)
        if i in (0, 1, 4): x = F.max_pool2d(x, 3, 2)
    x = s.add("avgpool", x).flatten(1)
    for p in ("fc6", "fc7"): x = s.relu(p, norm(linear(x, p + ".0", 4096), p + ".1"))
    s.add("final", linear(x, "fc8.0", 1000))


def vone(x, s):
    even, odd = (conv(x, f"vone_block.simple_conv_q{i}", 512, 25, 4, 12) for i in (0, 1))
    complex_cells = torch.sqrt(1e-5 + even[:, 256:] ** 2 + odd[:, 256:] ** 2) / math.sqrt(2)
    noise = 4 * torch.randn((1, 512, 56, 56), dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    x = s.add("v1_output", F.relu(25 * torch.cat([F.relu(even[:, :256]), complex_cells], 1) + noise.float()))
    x = conv(x, "bottleneck", 64, 1)
    x = s.relu("relu1", conv(x, "model.features.0", 192, 5, 2, 2, bias=True))
    x = F.max_pool2d(x, 3, 2, 1)
    for i, (name, channels) in enumerate([("3", 384), ("5", 256), ("7", 256)]):
        x = s.relu(f"relu{i + 2}", conv(x, "model.features." + name, channels, 3, 1, 1, bias=True))
    x = F.max_pool2d(x, 3, 2, 1).flatten(1)
    x = s.relu("fc0_relu", linear(x, "model.classifier.1", 4096))
    x = s.relu("fc1_relu", linear(x, "model.classifier.4", 4096))
    s.add("final", linear(x, "model.classifier.6", 1000))


def by_fourier(x, filters):
    """conv2d of one channel with large filters, in float64 by Fourier transforms."""
    size = filters.shape[2]
    padded = [n + size - 1 for n in x.shape[2:]]
    y = torch.fft.irfft2(torch.fft.rfft2(x.double(), padded) * torch.fft.rfft2(filters[:, 0].double().flip(1, 2), padded), padded)
    return y[..., size // 2:size // 2 + x.shape[2], size // 2:size // 2 + x.shape[3]].float()


def hmax(x, s):
    """Gabor filters and all-one filters by their formulas; patches and readout by the rule."""
    maps = []
    for i in range(16):
        size, half = 7 + 2 * i, (7 + 2 * i) // 2
        wavelength = 2 * size / (4 - 0.05 * i)
        gx, gy = np.meshgrid(np.arange(size) - half, np.arange(size) - half, indexing="ij")
        filters = []
        for degrees in (90, -45, 0, 45):
            t = np.radians(degrees + 90)
            u, v = gx * np.cos(t) + gy * np.sin(t), gy * np.cos(t) - gx * np.sin(t)
            f = np.exp(-(u**2 + 0.3**2 * v**2) / (2 * (0.8 * wavelength) ** 2)) * np.cos(2 * np.pi * u / wavelength)
            f[gx**2 + gy**2 > (size / 2) ** 2] = 0
            f = f - f.mean()
            filters.append(f / np.sqrt((f**2).sum()))
        g = torch.from_numpy(np.stack(filters)[:, None]).float()
        y = by_fourier(x, g).abs()
        inside = torch.zeros_like(y)
        inside[:, :, half:-half, half:-half] = 1
        maps.append(y * inside / torch.sqrt(F.relu(by_fourier(x**2, torch.ones(1, 1, size, size))) + 1e-10))
    s.add("s1_out", torch.cat(maps, 1))
    c1 = [F.max_pool2d(torch.maximum(maps[2 * i], maps[2 * i + 1]), 8 + 2 * i, 4 + i, 4 + i) for i in range(8)]
    s.add("c1_out_no_reshape", torch.cat([c.flatten(1) for c in c1], 1))
    s2, c2 = [], []
    for p in range(8):
        size = 2 + 2 * p
        w = weight(f"s2_units.{p}.conv.weight", 1600, 1, size, size).reshape(4, 400, size, size)
        best = []
        for c in c1:
            product = sum(F.conv2d(c[:, o:o + 1], w[o][:, None], padding=size // 2) for o in range(4))
            square = F.conv2d((c**2).sum(1, keepdim=True), torch.ones(1, 1, size, size), padding=size // 2)
            y = torch.exp(-(square - 2 * product + (w**2).sum((0, 2, 3))[None, :, None, None]) / 2)
            s2.append(y.flatten(1))
            best.append(y.amax((2, 3)))
        c2.append(torch.stack(best).amax(0))
    s.add("s2_out_reshape_to_list", torch.cat(s2, 1))
    x = s.add("c2_out", torch.stack(c2, 1))
    s.add("final", linear(x.flatten(1), "fc", 1000))


def spectemp(x, s):
    """Filters by their formulas, readout by the rule."""
    rates, scales = [0, .5, 1, 2, 4, 8, 16, 32, 64], [0, .0625, .125, .25, .5, 1, 2]
    wanted = [(-1, f, r) for f in scales for r in rates] + [(1, f, r) for f in scales[1:] for r in rates[1:]]
    filters = torch.zeros(111, 422, 1170, dtype=torch.complex64)
    fs, ft = np.sign(np.fft.fftfreq(422)), np.sign(np.fft.fftfreq(1170))
    fs[211] = ft[585] = 0
    for i, (direction, scale, rate) in enumerate(wanted):
        if rate == 0: h = np.eye(1, 1170)[0].astype(complex)
        else:
            t = np.arange(390) / 200 * rate
            g = np.sin(2 * np.pi * t) * t**2 * np.exp(-3.5 * t)
            h = np.fft.fft(g - g.mean(), 1170)
            a = np.abs(h) / np.abs(h).max()
            if rate == 64:
                a[a[:586].argmax():586 + a[586:].argmax()] = 1
            h = a * np.exp(1j * np.angle(h))
        if scale == 0: v = np.eye(1, 422)[0]
        else:
            r = (6 * np.arange(212) / 422 / scale) ** 2
            half = r * np.exp(-r) / (r * np.exp(-r)).max()
            if scale == 2: half[half.argmax():] = 1
            v = np.concatenate([half, half[1:211][::-1]])
        sign = direction if rate else 1
        keep = ~((ft[None] == -sign) & (fs[:, None] == 1) | (ft[None] == sign) & (fs[:, None] == -1))
        filters[i] = torch.from_numpy(v[:, None] * h[None] * keep).to(torch.complex64)
    y = torch.fft.ifft2(torch.fft.fft2(F.pad(x * 100, (0, 780, 0, 211))) * filters)[..., :211, :390].real
    s.add("filtered_signal", y)
    y = s.add("spectempfilter_power", (y**2).clamp(min=1e-8))
    y = s.add("avgpool", y.mean(-1, keepdim=True))
    s.add("final", linear(y.flatten(1), "classification", 794))


NETWORKS = {
    "ResNeXt101_32x8d": (resnext, (3, 224, 224), 1, ["layer1", "layer2", "final"]),
    "ViT-L16": (vit, (3, 224, 224), 1, ["patch_embed", "pos_embed", "block_0", "block_6"]),
    "CLIP-RN50": (clip_resnet, (3, 224, 224), 1, None),
    "CLIP-ViT-B32": (clip_vit, (3, 224, 224), 1, None),
    "AlexNetGn": (alexnet_gn, (3, 224, 224), 1, None),
    "VOneAlexNet": (vone, (3, 224, 224), 1, None),
    "HMAX": (hmax, (1, 250, 250), 255, ["s1_out", "c1_out_no_reshape", "final"]),
    "SpecTemp": (spectemp, (1, 211, 390), 1, None),
}


def close(a, b):
    """Equal but for float32 rounding, which the gradients of deep stages amplify."""
    return len(a) == len(b) and all(abs(x - y) <= 1e-3 * max(abs(x), abs(y)) + 1e-6 * max(map(abs, a)) for x, y in zip(a, b))


def main(path, check):
    result = {}
    for name, (network, shape, scale, gradients) in NETWORKS.items():
        print("==", name, flush=True)
        x = torch.from_numpy((scale * uniform("input", (1, *shape))).astype(np.float32)).requires_grad_(True)
        stages = Stages(x, gradients)
        network(x, stages)
        result[name] = dict(stages=stages.found)
    if not check:
        with open(path, "w") as file: json.dump(dict(torch=torch.__version__, networks=result), file, indent=1)
        return 0
    with open(path) as file: kept = json.load(file)["networks"]
    wrong = [f"{name} {new['stage']}: {old} kept, {new} now" for name in result for old, new in zip(kept[name]["stages"], result[name]["stages"])
             if old["shape"] != new["shape"] or not close([old["mean"], old["std"], old["norm"], old.get("grad_norm", 0)], [new["mean"], new["std"], new["norm"], new.get("grad_norm", 0)])]
    print("\n".join(wrong) if wrong else f"All stages of {len(result)} networks are as kept.")
    return 1 if wrong or kept.keys() != result.keys() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[-1], "--check" in sys.argv))
