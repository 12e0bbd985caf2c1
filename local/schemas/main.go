// Writes how Kubernetes' built-in types are encoded as protocol buffers, from the Go types themselves: a line a type, with its fields'
// numbers, their names in JSON, and whether a zero is left out. Run it with the version of k8s.io/api that go.mod names:
//
//	go run . > ../src/main/resources/dev/millrace/local/apiserver/protobuf/kubernetes-1.34.jsonl
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"sort"
	"strconv"
	"strings"

	apps "k8s.io/api/apps/v1"
	authentication "k8s.io/api/authentication/v1"
	authorization "k8s.io/api/authorization/v1"
	autoscaling "k8s.io/api/autoscaling/v1"
	batch "k8s.io/api/batch/v1"
	coordination "k8s.io/api/coordination/v1"
	core "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	events "k8s.io/api/events/v1"
	networking "k8s.io/api/networking/v1"
	policy "k8s.io/api/policy/v1"
	rbac "k8s.io/api/rbac/v1"
	storage "k8s.io/api/storage/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
)

var roots = map[string][]any{
	"v1": {core.Namespace{}, core.Pod{}, core.Service{}, core.Endpoints{}, core.ConfigMap{}, core.Secret{}, core.ServiceAccount{},
		core.PersistentVolume{}, core.PersistentVolumeClaim{}, core.Event{}, core.ResourceQuota{}, core.Node{}, core.Binding{},
		meta.DeleteOptions{}},
	"apps/v1":                      {apps.Deployment{}, apps.ReplicaSet{}},
	"batch/v1":                     {batch.Job{}},
	"policy/v1":                    {policy.PodDisruptionBudget{}, policy.Eviction{}},
	"networking.k8s.io/v1":         {networking.NetworkPolicy{}},
	"discovery.k8s.io/v1":          {discovery.EndpointSlice{}},
	"coordination.k8s.io/v1":       {coordination.Lease{}},
	"events.k8s.io/v1":             {events.Event{}},
	"storage.k8s.io/v1":            {storage.StorageClass{}},
	"autoscaling/v1":               {autoscaling.Scale{}},
	"rbac.authorization.k8s.io/v1": {rbac.Role{}, rbac.RoleBinding{}, rbac.ClusterRole{}, rbac.ClusterRoleBinding{}},
	"authentication.k8s.io/v1":     {authentication.TokenReview{}, authentication.TokenRequest{}, authentication.SelfSubjectReview{}},
	"authorization.k8s.io/v1": {authorization.SubjectAccessReview{}, authorization.SelfSubjectAccessReview{},
		authorization.LocalSubjectAccessReview{}, authorization.SelfSubjectRulesReview{}},
}

// Types with an encoding of their own: the reader knows them by these names.
var special = map[string]bool{
	"resource.Quantity": true, "v1.Time": true, "v1.MicroTime": true, "intstr.IntOrString": true, "v1.FieldsV1": true,
	"runtime.RawExtension": true,
}

type field struct {
	Number int    `json:"n"`
	Name   string `json:"name,omitempty"` // empty: its fields stand in the place of the struct itself
	Type   string `json:"t"`
	List   bool   `json:"list,omitempty"`
	Map    bool   `json:"map,omitempty"`
	Keep   bool   `json:"keep,omitempty"` // a zero is told from nothing
}

type message struct {
	Type   string   `json:"type"`
	Kinds  []string `json:"kinds,omitempty"`
	Fields []field  `json:"fields"`
}

var messages = map[string]*message{}

func name(t reflect.Type) string {
	return strings.TrimPrefix(t.PkgPath(), "k8s.io/") + "." + t.Name()
}

func typeOf(t reflect.Type) string {
	if t.Kind() == reflect.Pointer {
		return typeOf(t.Elem())
	}
	if special[t.String()] {
		return t.String()
	}
	switch t.Kind() {
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "bool"
	case reflect.Int32, reflect.Int64, reflect.Int:
		return "int"
	case reflect.Float64:
		return "double"
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return "bytes"
		}
		// A named list, such as the values of a user's extra fields, is a message with its items in field 1.
		messages[name(t)] = &message{Type: name(t), Fields: []field{{Number: 1, Name: "*", Type: typeOf(t.Elem()), List: true}}}
		return name(t)
	case reflect.Struct:
		add(t)
		return name(t)
	}
	panic(t.String())
}

func add(t reflect.Type) *message {
	if known := messages[name(t)]; known != nil {
		return known
	}
	m := &message{Type: name(t)}
	messages[name(t)] = m
	for i := 0; i < t.NumField(); i++ {
		f := t.Field(i)
		encoding := strings.Split(f.Tag.Get("protobuf"), ",")
		tag := strings.Split(f.Tag.Get("json"), ",")
		if len(encoding) < 2 || (tag[0] == "-") {
			continue
		}
		number, err := strconv.Atoi(encoding[1])
		if err != nil {
			panic(f.Name)
		}
		one := field{Number: number, Name: tag[0]}
		ft := f.Type
		named := ft.PkgPath() != ""
		switch {
		case ft.Kind() == reflect.Map:
			one.Map, one.Type = true, typeOf(ft.Elem())
		case ft.Kind() == reflect.Slice && ft.Elem().Kind() != reflect.Uint8 && !named:
			one.List, one.Type = true, typeOf(ft.Elem())
		case ft.Kind() == reflect.Slice && ft.Elem().Kind() != reflect.Uint8:
			// Castrepeated lists, such as finalizers by name, are plain repeated fields.
			one.List, one.Type = true, typeOf(ft.Elem())
		default:
			one.Type = typeOf(ft)
		}
		omit := strings.Contains(f.Tag.Get("json"), "omitempty") || strings.Contains(f.Tag.Get("json"), "omitzero")
		one.Keep = ft.Kind() == reflect.Pointer || !omit
		m.Fields = append(m.Fields, one)
	}
	return m
}

func main() {
	for version, types := range roots {
		for _, of := range types {
			t := reflect.TypeOf(of)
			m := add(t)
			m.Kinds = append(m.Kinds, version+"/"+t.Name())
		}
	}
	names := make([]string, 0, len(messages))
	for n := range messages {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		sort.Strings(messages[n].Kinds)
		line, err := json.Marshal(messages[n])
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println(string(line))
	}
}
