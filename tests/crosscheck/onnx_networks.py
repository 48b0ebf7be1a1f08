#!/usr/bin/python3
"""Exports torchvision's classification networks, with random weights, to ONNX files for the tests of OnnxNetwork:
onnx_networks.py FOLDER [NAME ...]. Ends with 3 where PyTorch or torchvision is missing."""
import pathlib, sys

try:
    import torch, torchvision
except ImportError as error:
    print(f"onnx_networks.py needs PyTorch and torchvision ({error}): apt-get install python3-torch python3-torchvision.")
    sys.exit(3)

NAMES = [
    "alexnet", "vgg11_bn", "squeezenet1_1", "googlenet", "inception_v3", "resnet18", "resnet50", "wide_resnet50_2",
    "resnext50_32x4d", "densenet121", "mobilenet_v2", "mobilenet_v3_small", "mnasnet0_5", "shufflenet_v2_x0_5",
    "regnet_y_400mf", "efficientnet_b0", "efficientnet_v2_s", "convnext_tiny", "vit_b_32", "swin_t",
]


def network(name):
    torch.manual_seed(0)
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
        size = 299 if name == "inception_v3" else 224
        torch.onnx.export(network(name), torch.rand(1, 3, size, size), str(folder / f"{name}.onnx"), opset_version=16 if name == "swin_t" else 13,
                          do_constant_folding=True, training=torch.onnx.TrainingMode.PRESERVE if name in ("resnet18", "densenet121") else torch.onnx.TrainingMode.EVAL,
                          input_names=["input"], output_names=["output"], dynamic_axes={"input": {0: "n"}, "output": {0: "n"}})
        print(name, flush=True)


main(sys.argv[1], sys.argv[2:])
