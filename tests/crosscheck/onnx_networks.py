#!/usr/bin/python3
"""Exports torchvision's classification networks, with random weights, to ONNX files for the tests of OnnxNetwork:
onnx_networks.py FOLDER [NAME ...]. Ends with 3 where PyTorch is missing, or torchvision, which like_timm does without."""
import pathlib, sys


def need(name):
    try:
        return __import__(name)
    except ImportError as error:
        print(f"onnx_networks.py needs {name} ({error}): apt-get install python3-{name}.")
        sys.exit(3)


torch = need("torch")

NAMES = [
    "alexnet", "vgg11_bn", "squeezenet1_1", "googlenet", "inception_v3", "resnet18", "resnet50", "wide_resnet50_2",
    "resnext50_32x4d", "densenet121", "mobilenet_v2", "mobilenet_v3_small", "mnasnet0_5", "shufflenet_v2_x0_5",
    "regnet_y_400mf", "efficientnet_b0", "efficientnet_v2_s", "convnext_tiny", "vit_b_32", "swin_t", "like_timm",
]

# Half of ImageNet's 224 pixels gives the same nodes in a quarter of the time; these need more, or are exported for one size.
SIZE = 112
LARGER = {"alexnet": 224, "vgg11_bn": 224, "vit_b_32": 224, "inception_v3": 139}
UNFOLDED = ("resnet18", "densenet121")  # with their batch norms as nodes


class LikeTimm(torch.nn.Module):
    """What timm's networks hold and torchvision's do not: squeeze and excitation by means, group norm, GELU by tanh, blurred subsampling,
    attention written out, pooling of two kinds."""

    def __init__(self):
        super().__init__()
        self.stem = torch.nn.Conv2d(3, 16, 7, 4, 3)
        self.norm = torch.nn.GroupNorm(4, 16)
        self.excite = torch.nn.Conv2d(16, 16, 1)
        self.register_buffer("blur", torch.tensor([1.0, 2.0, 1.0]).outer(torch.tensor([1.0, 2.0, 1.0])).div(16).expand(16, 1, 3, 3).clone())
        self.qkv = torch.nn.Linear(16, 48)
        self.final = torch.nn.LayerNorm(16)
        self.head = torch.nn.Linear(32, 10)

    def forward(self, x):
        x = torch.nn.functional.silu(self.norm(self.stem(x)))
        x = x * self.excite(x.mean((2, 3), keepdim=True)).sigmoid()
        x = torch.nn.functional.conv2d(torch.nn.functional.pad(x, [1, 1, 1, 1], mode="reflect"), self.blur, stride=2, groups=16)
        x = torch.nn.functional.interpolate(x, scale_factor=0.5, mode="bilinear", align_corners=False)
        b, c, h, w = x.shape
        t = x.flatten(2).transpose(1, 2)
        q, k, v = self.qkv(t).reshape(b, h * w, 3, 2, c // 2).permute(2, 0, 3, 1, 4).unbind(0)
        t = t + ((q @ k.transpose(-2, -1)) * (c // 2) ** -0.5).softmax(-1).matmul(v).transpose(1, 2).reshape(b, h * w, c)
        t = torch.nn.functional.gelu(self.final(t))
        t = torch.nn.functional.hardswish(torch.nn.functional.local_response_norm(t.transpose(1, 2).reshape(b, c, h, w), 5)).flatten(2)
        return self.head(torch.cat([t.mean(2), t.amax(2)], 1))


def network(name):
    if name == "like_timm":
        torch.manual_seed(0)
        return LikeTimm().eval()
    torch.manual_seed(0)
    torchvision = need("torchvision")
    arguments = dict(init_weights=False) if name in ("googlenet", "inception_v3") else {}
    made = getattr(torchvision.models, name)(weights=None, **arguments)
    for module in made.modules():  # batch norm as after training, so that its folding is tried too
        if isinstance(module, torch.nn.modules.batchnorm._BatchNorm):
            module.running_mean.normal_(0, 0.1)
            module.running_var.uniform_(0.5, 1.5)
    return made.eval()


def main(folder, names):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or NAMES:
        size = LARGER.get(name, SIZE)
        torch.onnx.export(network(name), torch.rand(1, 3, size, size), str(folder / f"{name}.onnx"), opset_version=16 if name == "swin_t" else 13,
                          do_constant_folding=name not in UNFOLDED,
                          training=torch.onnx.TrainingMode.PRESERVE if name in UNFOLDED else torch.onnx.TrainingMode.EVAL,
                          input_names=["input"], output_names=["output"], dynamic_axes={"input": {0: "n"}, "output": {0: "n"}})
        print(name, flush=True)


main(sys.argv[1], sys.argv[2:])
